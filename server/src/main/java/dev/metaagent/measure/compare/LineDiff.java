package dev.metaagent.measure.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What changed from one text to another, line by line: the longest common subsequence of lines
/// stays, everything else was removed or added.
final class LineDiff {

  private static final int MOST_LINES = 2_000;

  /// What happened to a line.
  @Schema(name = "DiffOperation")
  enum Operation {
    SAME,
    ADDED,
    REMOVED;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One line.
  @Schema(name = "DiffLine")
  record Line(
      @Schema(
              implementation = String.class,
              allowableValues = {"same", "added", "removed"})
          Operation op,
      String text) {}

  private LineDiff() {}

  /// The lines in order, removed ones before those added in their place; null when a text has more
  /// than 2,000 lines.
  static @Nullable List<Line> of(String from, String to) {
    List<String> before = from.lines().toList();
    List<String> after = to.lines().toList();
    if (before.size() > MOST_LINES || after.size() > MOST_LINES) {
      return null;
    }
    int[][] common = common(before, after);
    List<Line> lines = new ArrayList<>();
    int a = 0;
    int b = 0;
    while (a < before.size() || b < after.size()) {
      if (a < before.size() && b < after.size() && before.get(a).equals(after.get(b))) {
        lines.add(new Line(Operation.SAME, before.get(a++)));
        b++;
      } else if (b == after.size() || (a < before.size() && common[a + 1][b] >= common[a][b + 1])) {
        lines.add(new Line(Operation.REMOVED, before.get(a++)));
      } else {
        lines.add(new Line(Operation.ADDED, after.get(b++)));
      }
    }
    return lines;
  }

  /// How many lines the rests of both texts have in common, from each pair of lines on.
  private static int[][] common(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int a = before.size() - 1; a >= 0; a--) {
      for (int b = after.size() - 1; b >= 0; b--) {
        common[a][b] =
            before.get(a).equals(after.get(b))
                ? common[a + 1][b + 1] + 1
                : Math.max(common[a + 1][b], common[a][b + 1]);
      }
    }
    return common;
  }
}
