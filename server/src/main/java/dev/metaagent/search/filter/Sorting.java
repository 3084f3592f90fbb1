package dev.metaagent.search.filter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order of a list of executions: `costUsd`, or `-costUsd` for the greatest first. Where the
/// value is not known a run comes last, in both directions.
public record Sorting(By by, boolean descending) {

  public static final Sorting NEWEST_FIRST = new Sorting(By.STARTED, true);

  /// What a list can be sorted by: its name and its column.
  public enum By {
    STARTED("startedAt", "started_at"),
    DURATION("durationMs", "duration_nanos"),
    COST("costUsd", "cost_nano"),
    TOKENS("tokens", "tokens");

    private final String wire;
    private final String column;

    By(String wire, String column) {
      this.wire = wire;
      this.column = column;
    }

    public String column() {
      return column;
    }
  }

  /// Reads the parameter `sort`; without it a list is newest first.
  public static Sorting of(Parameters parameters) {
    List<By> all = Arrays.asList(By.values());
    String names = all.stream().map(by -> by.wire).collect(Collectors.joining(", "));
    Sorting sorting =
        parameters.parsed(
            "sort",
            "is one of " + names + ", each with a - before it for the greatest first",
            Sorting::parse);
    return sorting == null ? NEWEST_FIRST : sorting;
  }

  /// The order that a text names; null when it names none.
  public static @Nullable Sorting parse(String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    return Arrays.stream(By.values())
        .filter(by -> by.wire.equals(name))
        .map(by -> new Sorting(by, descending))
        .findFirst()
        .orElse(null);
  }

  public String wire() {
    return (descending ? "-" : "") + by.wire;
  }
}
