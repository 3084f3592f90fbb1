package dev.metaagent.search.groups;

import dev.metaagent.search.GroupTally;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order of groups: by a number or by the key, what is not known last; equal ones by their key.
record GroupSorting(By by, boolean descending) {

  static final GroupSorting LARGEST_FIRST = new GroupSorting(By.EXECUTIONS, true);

  static final String EXPECTED =
      "is one of "
          + Arrays.stream(By.values()).map(by -> by.wire).collect(Collectors.joining(", "))
          + ", each with a - before it for the greatest first";

  enum By {
    KEY("key"),
    EXECUTIONS("executions"),
    COST("costUsd"),
    TOKENS("tokens"),
    SUCCESS("successRate"),
    P95("p95");

    private final String wire;

    By(String wire) {
      this.wire = wire;
    }
  }

  /// The place of a group in the order: what a cursor stands for.
  record Place(GroupSorting sorting, @Nullable Double value, @Nullable String key) {
    static final String EXPECTED = "is the nextCursor of an earlier answer with the same `sort`";

    private static final String NONE = "-";
    private static final String KEY = "+";

    String cursor() {
      String text =
          "%s|%s|%s"
              .formatted(
                  sorting.wire(), value == null ? "" : value, key == null ? NONE : KEY + key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Place parse(GroupSorting sorting, String cursor) {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split("\\|", 3);
      if (parts.length < 3 || !parts[0].equals(sorting.wire()) || parts[2].isEmpty()) {
        return null;
      }
      return new Place(
          sorting,
          parts[1].isEmpty() ? null : Double.valueOf(parts[1]),
          parts[2].equals(NONE) ? null : parts[2].substring(1));
    }
  }

  static @Nullable GroupSorting parse(String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    return Arrays.stream(By.values())
        .filter(by -> by.wire.equals(name))
        .map(by -> new GroupSorting(by, descending))
        .findFirst()
        .orElse(null);
  }

  String wire() {
    return (descending ? "-" : "") + by.wire;
  }

  Place place(GroupTally tally) {
    return new Place(this, value(tally), tally.key());
  }

  private @Nullable Double value(GroupTally tally) {
    Number number =
        switch (by) {
          case KEY -> null;
          case EXECUTIONS -> (Number) tally.executions();
          case COST -> tally.costNano();
          case TOKENS -> tally.tokens();
          case SUCCESS -> success(tally);
          case P95 -> tally.p95Nanos();
        };
    return number == null ? null : (Double) number.doubleValue();
  }

  private static @Nullable Double success(GroupTally tally) {
    long known = tally.ok() + tally.failed();
    return known == 0 ? null : (Double) ((double) tally.ok() / known);
  }

  Comparator<Place> order() {
    Comparator<Double> numbers = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Comparator<String> keys =
        by == By.KEY && descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(Place::value, Comparator.nullsLast(numbers))
        .thenComparing(Place::key, Comparator.nullsLast(keys));
  }
}
