package dev.metaagent.fleet;

import dev.metaagent.fleet.agency.Agency;
import dev.metaagent.fleet.agency.Story;
import dev.metaagent.fleet.agency.TracedRuns;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Spans that the fleet sent, kept in memory.
final class Recorded implements SpanExporter {

  private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

  /// Plays a stretch of time and keeps its spans.
  static Recorded of(long seed, Story story, Instant from, Instant to, Instant started)
      throws InterruptedException {
    Recorded recorded = new Recorded();
    try (Telemetry telemetry = new Telemetry(recorded);
        Play play =
            new Play(
                new Agency(new TracedRuns(telemetry.tracer()), story, seed),
                new Arrivals(seed, new Calendar(started), story),
                telemetry.outbox(),
                Clock.systemUTC())) {
      play.past(from, to);
    }
    return recorded;
  }

  List<SpanData> spans() {
    return List.copyOf(spans);
  }

  /// The spans with which runs of an agent begin.
  List<SpanData> runs(String agent) {
    return spans.stream().filter(span -> span.getName().equals("invoke_agent " + agent)).toList();
  }

  double failed(String agent) {
    List<SpanData> runs = runs(agent);
    return (double) runs.stream().filter(Recorded::isError).count() / runs.size();
  }

  /// The p95 of latency of an agent's runs.
  double p95(String agent) {
    List<Long> took =
        runs(agent).stream()
            .map(run -> run.getEndEpochNanos() - run.getStartEpochNanos())
            .sorted()
            .toList();
    return took.get((int) (took.size() * 0.95)) / 1e6;
  }

  static boolean isError(SpanData span) {
    return span.getStatus().getStatusCode() == StatusCode.ERROR;
  }

  static String text(SpanData span, String attribute) {
    String value = span.getAttributes().get(AttributeKey.stringKey(attribute));
    return value == null ? "" : value;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> some) {
    spans.addAll(some);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
