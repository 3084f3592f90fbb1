package dev.metaagent.search.query;

import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.Sorting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a list that is sorted by a value, and what its cursor stands for.
///
/// @param value of the run at this place; null among those whose value is not known
/// @param at the run, and the lower bound that the first page settled
public record SortedPlace(Sorting sorting, @Nullable Long value, Position at)
    implements Comparable<SortedPlace> {

  private static final Pattern FORM =
      Pattern.compile("(-?[A-Za-z]{1,20})\\|(-?[0-9]{0,19})\\|([A-Za-z0-9_-]{1,200})");

  /// The place of a run.
  static SortedPlace of(Sorting sorting, ExecutionRow row) {
    Long value =
        switch (sorting.by()) {
          case STARTED -> null;
          case DURATION -> row.durationNanos();
          case COST -> row.usage().costNano();
          case TOKENS -> row.usage().tokens();
        };
    return new SortedPlace(sorting, value, row.position());
  }

  /// The order of the list.
  @Override
  public int compareTo(SortedPlace other) {
    int order = value == null || other.value == null ? 0 : Long.compare(value, other.value);
    int whole = order == 0 ? at.compareTo(other.at) : order;
    return sorting.descending() ? -whole : whole;
  }

  String cursor() {
    String text = sorting.wire() + "|" + (value == null ? "" : value) + "|" + at.cursor();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads a cursor of a list in one order; null when it is none, or one of another order.
  public static @Nullable SortedPlace parse(Sorting sorting, String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || !parts.group(1).equals(sorting.wire())) {
      return null;
    }
    Position at = Position.parse(parts.group(3));
    String value = parts.group(2);
    return at == null
        ? null
        : new SortedPlace(sorting, value.isEmpty() ? null : Long.valueOf(value), at);
  }
}
