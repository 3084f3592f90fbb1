package dev.metaagent.bench.traffic;

import dev.metaagent.bench.traffic.AgentRun.Emitted;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Runs whose spans are sent while they are made: each client has some runs under way at once and
/// sends the next few spans of each in turn. A run that is complete is followed by a new one.
public final class StreamedRuns implements Workload {

  /// The spans of one run of an agent.
  public interface Runs {
    List<Emitted> run(Numbers numbers, String agent);
  }

  private record Shipment(byte[] body, int spans) {}

  private static final class Underway {
    private final long number;
    private final List<Shipment> parts;
    private int next;

    Underway(long number, List<Shipment> parts, int next) {
      this.number = number;
      this.parts = parts;
      this.next = next;
    }

    boolean complete() {
      return next == parts.size();
    }

    Request take() {
      Shipment part = parts.get(next++);
      return new Request(part.body(), part.spans(), number, 1, next - 1, complete());
    }
  }

  private static final int AGENTS = 24;

  private final long seed;
  private final Runs runs;
  private final int underwayPerClient;
  private final int spansPerRequest;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Integer, List<Underway>> clients = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> turns = new ConcurrentHashMap<>();

  public StreamedRuns(long seed, Runs runs, int underwayPerClient, int spansPerRequest) {
    this.seed = seed;
    this.runs = runs;
    this.underwayPerClient = underwayPerClient;
    this.spansPerRequest = spansPerRequest;
  }

  @Override
  public Request take(int client, long now) {
    List<Underway> underway = clients.computeIfAbsent(client, _ -> staggered(now));
    int turn = turns.merge(client, 1, Integer::sum) % underwayPerClient;
    if (underway.get(turn).complete()) {
      underway.set(turn, begin(now, 0));
    }
    return underway.get(turn).take();
  }

  /// The first runs of a client lack a growing number of their earliest spans, so that roots arrive
  /// evenly from the beginning.
  private List<Underway> staggered(long now) {
    List<Underway> underway = new ArrayList<>();
    for (int turn = 0; turn < underwayPerClient; turn++) {
      underway.add(begin(now, (double) turn / underwayPerClient));
    }
    return underway;
  }

  private Underway begin(long now, double shareLeftOut) {
    long number = numbers.getAndIncrement();
    String agent = "bench-agent-%02d".formatted(number % AGENTS);
    List<Emitted> spans = runs.run(new Numbers(seed, number, now), agent);
    List<Shipment> parts = new ArrayList<>();
    for (int from = 0; from < spans.size(); from += spansPerRequest) {
      List<Emitted> part = spans.subList(from, Math.min(spans.size(), from + spansPerRequest));
      parts.add(new Shipment(request(part), part.size()));
    }
    return new Underway(number, parts, (int) (parts.size() * shareLeftOut));
  }

  private static byte[] request(List<Emitted> part) {
    Map<String, List<Span>> byScope = new LinkedHashMap<>();
    for (Emitted emitted : part) {
      byScope.computeIfAbsent(emitted.scope(), scope -> new ArrayList<>()).add(emitted.span());
    }
    ResourceSpans.Builder resource =
        ResourceSpans.newBuilder()
            .setResource(
                Resource.newBuilder()
                    .addAttributes(AgentRun.text("service.name", "acme-assistant"))
                    .addAttributes(AgentRun.text("service.version", "1.4.2"))
                    .addAttributes(AgentRun.text("deployment.environment.name", "bench")));
    byScope.forEach((scope, spans) ->
        resource.addScopeSpans(
            ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName(scope).setVersion("0.1.80"))
                .addAllSpans(spans)));
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray();
  }
}
