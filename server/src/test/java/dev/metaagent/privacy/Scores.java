package dev.metaagent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How many labelled values were found, and how much that was found is labelled, by class.
final class Scores {

  /// A labelled value.
  record Label(String kind, int start, int end) {}

  /// The counts of one class.
  static final class Score {
    int labelled;
    int hit;
    int found;
    int right;

    double recall() {
      return labelled == 0 ? 1 : hit / (double) labelled;
    }

    double precision() {
      return found == 0 ? 1 : right / (double) found;
    }
  }

  private final PrivacyPolicy policy;
  private final Map<String, Score> byKind = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  Scores(PrivacyPolicy policy) {
    this.policy = policy;
  }

  void measure(String text, List<Label> labels) {
    List<TextCleaner.Found> found = new TextCleaner(policy, null).findings(text);
    for (Label label : labels) {
      Score score = of(label.kind());
      score.labelled++;
      boolean hit =
          found.stream()
              .anyMatch(one ->
                  one.kind().equals(label.kind())
                      && one.start() <= label.start()
                      && one.end() >= label.end());
      if (hit) {
        score.hit++;
      } else {
        wrong.add(
            "missed "
                + label.kind()
                + " "
                + text.substring(label.start(), label.end())
                + " in "
                + text.replace('\n', '|'));
      }
    }
    for (TextCleaner.Found one : found) {
      Score score = of(one.kind());
      score.found++;
      boolean right =
          labels.stream()
              .anyMatch(label ->
                  label.kind().equals(one.kind())
                      && one.start() < label.end()
                      && label.start() < one.end());
      if (right) {
        score.right++;
      } else {
        wrong.add(
            "invented "
                + one.kind()
                + " "
                + text.substring(one.start(), one.end())
                + " in "
                + text.replace('\n', '|'));
      }
    }
  }

  private Score of(String kind) {
    return byKind.computeIfAbsent(kind, _ -> new Score());
  }

  /// The scores of one class.
  Scores only(String kind) {
    byKind.keySet().retainAll(Set.of(kind));
    wrong.removeIf(line ->
        !line.startsWith("missed " + kind + " ") && !line.startsWith("invented " + kind + " "));
    return this;
  }

  Map<String, Score> byKind() {
    return byKind;
  }

  List<String> wrong() {
    return wrong;
  }

  /// All classes together.
  Score total() {
    Score total = new Score();
    byKind
        .values()
        .forEach(score -> {
          total.labelled += score.labelled;
          total.hit += score.hit;
          total.found += score.found;
          total.right += score.right;
        });
    return total;
  }

  String table() {
    StringBuilder table = new StringBuilder("class              labelled  recall  precision\n");
    byKind.forEach((kind, score) ->
        table.append(
            String.format(
                Locale.ROOT,
                "%-18s %8d  %6.3f  %9.3f%n",
                kind,
                score.labelled,
                score.recall(),
                score.precision())));
    return table.toString();
  }
}
