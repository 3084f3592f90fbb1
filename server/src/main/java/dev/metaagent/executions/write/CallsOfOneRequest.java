package dev.metaagent.executions.write;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.Tally;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.kernel.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Model calls that are alone in a trace and that a run reports which came with them, found without
/// an id: the spans of a call end within a moment, and are sent in one request.
final class CallsOfOneRequest {

  private static final int MOST_COMPARED = 100;

  private final Map<TraceId, MappedSpan> alone = new HashMap<>();
  private final Map<Long, List<MappedSpan>> inRuns = new HashMap<>();
  private final List<MappedSpan> totals = new ArrayList<>();

  CallsOfOneRequest(List<LockedPart> parts) {
    for (LockedPart part : parts) {
      if (!part.continues() && steps(part.trace()) == 1) {
        spans(part)
            .filter(span -> span.maybeToldElsewhere() && span.isComparable())
            .forEach(call -> alone.put(part.id(), call));
      } else {
        spans(part)
            .filter(MappedSpan::isComparable)
            .forEach(call -> callsWith(call.outputTokens()).add(call));
      }
      if (spans(part).noneMatch(MappedSpan::countsUsage)) {
        spans(part).filter(span -> span.tally() == Tally.OF_CALLS_BELOW).forEach(totals::add);
      }
    }
  }

  /// The span of each trace that is such a call.
  Map<TraceId, Long> repeats() {
    Map<TraceId, Long> repeats = new HashMap<>();
    alone.forEach((trace, call) -> {
      if (callsWith(call.outputTokens()).stream().limit(MOST_COMPARED).anyMatch(call::looksLike)) {
        repeats.put(trace, call.spanId());
      }
    });
    totals.stream().limit(MOST_COMPARED).forEach(total -> partsOf(total, repeats));
    return repeats;
  }

  /// The calls whose sum an agent reports that has no calls below: an emitter that loses the
  /// context puts each into a trace of its own.
  private void partsOf(MappedSpan total, Map<TraceId, Long> repeats) {
    Map<TraceId, Long> within = new HashMap<>();
    long input = 0;
    long output = 0;
    for (Map.Entry<TraceId, MappedSpan> one : alone.entrySet()) {
      MappedSpan call = one.getValue();
      if (!repeats.containsKey(one.getKey())
          && call.startNanos() >= total.startNanos()
          && call.endNanos() <= total.endNanos()
          && Objects.equals(call.run().serviceName(), total.run().serviceName())) {
        within.put(one.getKey(), call.spanId());
        input += orZero(call.inputTokens());
        output += orZero(call.outputTokens());
      }
    }
    if (input == orZero(total.inputTokens()) && output == orZero(total.outputTokens())) {
      repeats.putAll(within);
    }
  }

  private List<MappedSpan> callsWith(@Nullable Long outputTokens) {
    return inRuns.computeIfAbsent(orZero(outputTokens), _ -> new ArrayList<>());
  }

  private static Stream<MappedSpan> spans(LockedPart part) {
    return part.trace().prepared().stream().map(PreparedSpan::mapped);
  }

  /// How many steps of an agent are in a part.
  static long steps(IncomingTrace trace) {
    return trace.prepared().stream().filter(span -> ExecutionState.isStep(span.mapped())).count();
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
