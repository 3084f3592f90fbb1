package dev.metaagent.policy.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Measures how long a decision takes: a policy of 100 rules, none of which decides before the
/// last. Prints percentiles in microseconds.
public final class DecideBench {

  private static final int RULES = 100;
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 500_000;

  private DecideBench() {}

  public static void main(String[] arguments) {
    CompiledRules rules = Rules.parse(rules()).compile();
    Map<String, Object> call =
        Map.of("amount", 284, "to", List.of("ada@x.example"), "note", "{\"reason\": \"late\"}");
    long decided = 0;
    for (int i = 0; i < WARM_UP; i++) {
      decided += rules.decide("stripe.refund", call) instanceof Decision.Allow ? 1 : 0;
    }
    long[] nanos = new long[MEASURED];
    for (int i = 0; i < MEASURED; i++) {
      long begun = System.nanoTime();
      decided += rules.decide("stripe.refund", call) instanceof Decision.Allow ? 1 : 0;
      nanos[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%d rules: p50 %.2f us, p99 %.2f us, p99.9 %.2f us (%d)%n",
        RULES, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), decided);
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) (sorted.length * share)] / 1_000.0;
  }

  /// A third names another tool, a third compares a number, a third looks into JSON within a text.
  private static List<Map<String, Object>> rules() {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (int i = 0; i < RULES; i++) {
      Map<String, Object> condition =
          i % 3 == 1
              ? Map.of("path", "amount", "op", "gt", "value", 1000 + i)
              : Map.of("path", "note.reason", "op", "startsWith", "value", "early " + i);
      rules.add(
          Map.of(
              "id",
              "r" + i,
              "tool",
              i % 3 == 0 ? "mail." + i + ".*" : "stripe.*",
              "effect",
              "deny",
              "when",
              Map.of("all", List.of(condition))));
    }
    return rules;
  }
}
