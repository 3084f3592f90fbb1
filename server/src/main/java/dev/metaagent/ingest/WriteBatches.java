package dev.metaagent.ingest;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.kernel.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts parts of traces into batches, each for one transaction: a trace is in a batch once, with a
/// bounded number of spans. Parts of one trace are merged up to that bound; revisions of runs are
/// never merged; each is in a later batch than the previous one of the same trace.
public final class WriteBatches {

  private final int mostSpans;
  private final List<Map<TraceId, IncomingTrace>> batches = new ArrayList<>();
  private final Map<TraceId, Integer> latest = new HashMap<>();

  private WriteBatches(int mostSpans) {
    this.mostSpans = mostSpans;
  }

  /// Cuts parts into batches, in order.
  ///
  /// @param mostSpans bound for the spans of one trace in one batch; a larger part is alone in its
  ///   batch
  public static List<List<IncomingTrace>> of(List<IncomingTrace> parts, int mostSpans) {
    WriteBatches batches = new WriteBatches(mostSpans);
    parts.forEach(batches::add);
    return batches.batches.stream().map(batch -> List.copyOf(batch.values())).toList();
  }

  private void add(IncomingTrace part) {
    Integer before = latest.get(part.id());
    if (before != null && joins(part, batches.get(before).get(part.id()))) {
      batches.get(before).merge(part.id(), part, IncomingTrace::plus);
      return;
    }
    int batch = before == null ? 0 : before + 1;
    if (batch == batches.size()) {
      batches.add(new LinkedHashMap<>());
    }
    batches.get(batch).put(part.id(), part);
    latest.put(part.id(), batch);
  }

  private boolean joins(IncomingTrace part, @Nullable IncomingTrace earlier) {
    return earlier != null
        && part.revision() == null
        && earlier.revision() == null
        && part.spans().size() + earlier.spans().size() <= mostSpans;
  }
}
