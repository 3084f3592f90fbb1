package dev.metaagent.observe;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// The way in for runs that are told as a whole: they become telemetry like any other, and a newer
/// edition of a run takes the place of the older one.
@Component
public class ToldRuns {

  /// A run as spans of one trace.
  public record Told(ExportTraceServiceRequest spans, Edition edition) {}

  private final Preparation preparation;
  private final Intake intake;

  ToldRuns(Preparation preparation, Intake intake) {
    this.preparation = preparation;
    this.intake = intake;
  }

  /// Stores runs of the organization in scope and returns once they are committed; what became of
  /// each, its edition says.
  public void take(List<Told> runs) {
    List<IncomingTrace> traces = new ArrayList<>();
    int accepted = 0;
    long bytes = 0;
    for (Told run : runs) {
      Preparation.Prepared prepared = preparation.edition(run.spans(), run.edition());
      traces.addAll(prepared.traces());
      accepted += prepared.accepted();
      bytes += prepared.bytes();
    }
    intake.accept(new Preparation.Prepared(traces, accepted, 0, null, bytes));
  }
}
