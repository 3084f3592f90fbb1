package dev.metaagent.ingest;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Preparation;
import dev.metaagent.executions.Revision;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ingest of runs that are submitted as a whole: they are processed like other telemetry, and a
/// newer revision of a run replaces the older one.
@Component
public class ExecutionSubmission {

  /// A run as spans of one trace.
  public record SubmittedRun(ExportTraceServiceRequest spans, Revision revision) {}

  private final Preparation preparation;
  private final IngestQueue ingestQueue;

  ExecutionSubmission(Preparation preparation, IngestQueue ingestQueue) {
    this.preparation = preparation;
    this.ingestQueue = ingestQueue;
  }

  /// Stores runs of the organization in scope and returns once they are committed; each revision
  /// then has its result, except those of runs that can never be stored.
  ///
  /// @return why the last of those was refused; null when all were stored
  public @Nullable String take(List<SubmittedRun> runs) {
    List<IncomingTrace> traces = new ArrayList<>();
    int accepted = 0;
    long bytes = 0;
    for (SubmittedRun run : runs) {
      Preparation.Prepared prepared = preparation.revision(run.spans(), run.revision());
      traces.addAll(prepared.traces());
      accepted += prepared.accepted();
      bytes += prepared.bytes();
    }
    return ingestQueue.accept(new Preparation.Prepared(traces, accepted, 0, null, bytes)).reason();
  }
}
