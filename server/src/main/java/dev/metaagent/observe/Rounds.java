package dev.metaagent.observe;

import dev.metaagent.kernel.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parts of traces that can be written together: each trace once. Telemetry of one trace becomes
/// one part; editions of runs stay what they are, each in the transaction after the one before it
/// of the same trace.
final class Rounds {

  private Rounds() {}

  static List<List<IncomingTrace>> of(List<IncomingTrace> all) {
    List<Map<TraceId, IncomingTrace>> rounds = new ArrayList<>();
    Map<TraceId, Integer> last = new HashMap<>();
    for (IncomingTrace trace : all) {
      Integer before = last.get(trace.id());
      if (before != null && joins(trace, rounds.get(before).get(trace.id()))) {
        rounds.get(before).merge(trace.id(), trace, IncomingTrace::plus);
        continue;
      }
      int round = before == null ? 0 : before + 1;
      if (round == rounds.size()) {
        rounds.add(new LinkedHashMap<>());
      }
      rounds.get(round).put(trace.id(), trace);
      last.put(trace.id(), round);
    }
    return rounds.stream().map(round -> List.copyOf(round.values())).toList();
  }

  private static boolean joins(
      IncomingTrace trace, @org.jspecify.annotations.Nullable IncomingTrace earlier) {
    return earlier != null && trace.edition() == null && earlier.edition() == null;
  }
}
