package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the register: what a cursor stands for.
///
/// @param rank by what the list is sorted
/// @param name in lower case
/// @param backwards whether names go from Z to A
record RegisterPlace(long rank, String name, UUID id, boolean backwards)
    implements Comparable<RegisterPlace> {

  private static final Pattern FORM =
      Pattern.compile("([^|]{1,20})\\|(-?[0-9]{1,19})\\|([0-9a-f-]{36})\\|(.*)", Pattern.DOTALL);

  private static final Comparator<RegisterPlace> BY_NAME =
      Comparator.comparing(RegisterPlace::name).thenComparing(place -> place.id().toString());

  @Override
  public int compareTo(RegisterPlace other) {
    int byRank = Long.compare(rank, other.rank);
    if (byRank != 0) {
      return byRank;
    }
    return backwards ? BY_NAME.compare(other, this) : BY_NAME.compare(this, other);
  }

  /// @throws MetaAgentException when the text is no cursor of a list with that order
  static RegisterPlace parse(String cursor, RegisterSorting sorting) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      Matcher parts = FORM.matcher(text);
      if (parts.matches() && parts.group(1).equals(sorting.wire())) {
        return new RegisterPlace(
            Long.parseLong(parts.group(2)),
            parts.group(4),
            UUID.fromString(parts.group(3)),
            sorting.wire().equals("-name"));
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw MetaAgentException.invalid(
        "cursor", "the nextCursor of an earlier page with the same sort");
  }

  String cursor(RegisterSorting sorting) {
    String text = sorting.wire() + "|" + rank + "|" + id + "|" + name;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
