package dev.metaagent.conventions;

import dev.metaagent.conventions.Telemetry.SentLog;
import dev.metaagent.conventions.Telemetry.SentSpan;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Executions of finished telemetry, by the plainest reading of the rules: all spans are there, so
 * nothing is incremental. What the product assembles piece by piece must end like this.
 */
final class ReferenceAssembly {

  /** One run of one agent. */
  static final class Execution {
    final String agent;
    final SentSpan boundary;
    final List<SentSpan> own = new ArrayList<>();
    final List<SentSpan> merged = new ArrayList<>();
    final List<SentLog> logs = new ArrayList<>();
    @Nullable Execution parent;

    Execution(String agent, SentSpan boundary) {
      this.agent = agent;
      this.boundary = boundary;
    }
  }

  private final Map<String, Map<Long, SentSpan>> traces = new LinkedHashMap<>();
  private final List<Execution> executions = new ArrayList<>();
  private final IdentityHashMap<SentSpan, @Nullable Execution> placed = new IdentityHashMap<>();
  private final Telemetry telemetry;
  private final Map<String, Set<Long>> repeats = new HashMap<>();

  ReferenceAssembly(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (SentSpan sent : telemetry.spans()) {
      traces.computeIfAbsent(trace(sent), id -> new TreeMap<>()).put(sent.mapped().spanId(), sent);
    }
    for (Map.Entry<String, Map<Long, SentSpan>> trace : traces.entrySet()) {
      repeats.put(
          trace.getKey(),
          DuplicateCalls.among(trace.getValue().values().stream().map(SentSpan::mapped).toList()));
      for (SentSpan sent : trace.getValue().values()) {
        place(sent);
      }
    }
    for (SentLog log : telemetry.logs()) {
      SentSpan span = spanOf(log);
      Execution run = span == null ? null : placed.get(span);
      if (run != null) {
        run.logs.add(log);
      }
    }
  }

  /** Executions in which an agent did something, in order of their start. */
  List<Execution> executions() {
    executions.stream()
        .filter(run -> run.parent != null && !hasSteps(run.parent))
        .forEach(run -> run.parent = null);
    return executions.stream()
        .filter(ReferenceAssembly::hasSteps)
        .sorted(Comparator.comparingLong(run -> run.boundary.mapped().startNanos()))
        .toList();
  }

  private static boolean hasSteps(Execution run) {
    return run.own.stream()
        .anyMatch(sent -> sent.mapped().meaningful() || sent.mapped().kind() == ActionKind.CHAIN);
  }

  boolean isRepeat(SentSpan sent) {
    return Objects.requireNonNull(repeats.get(trace(sent))).contains(sent.mapped().spanId());
  }

  ActionContent content(SentSpan sent) {
    List<LogRecord> logs =
        telemetry.logs().stream().filter(log -> isOf(log, sent)).map(SentLog::log).toList();
    return ActionContent.of(sent.resource(), sent.scope(), sent.span(), logs);
  }

  private @Nullable Execution place(SentSpan sent) {
    if (placed.containsKey(sent)) {
      return placed.get(sent);
    }
    placed.put(sent, null);
    SentSpan parent = parent(sent);
    Execution above = parent == null ? null : place(parent);
    Execution run =
        switch (sent.mapped().boundary()) {
          case ExecutionBoundary.Starts starts -> started(sent, starts.agentName(), above);
          case ExecutionBoundary.Never never -> above;
          case ExecutionBoundary.WhenTopmost topmost ->
              above == null ? topmost(sent, topmost) : above;
        };
    placed.put(sent, run);
    if (run != null) {
      run.own.add(sent);
    }
    return run;
  }

  private Execution started(SentSpan sent, String agent, @Nullable Execution above) {
    if (above != null && above.agent.equals(agent)) {
      above.merged.add(sent);
      return above;
    }
    Execution run = new Execution(agent, sent);
    run.parent = above;
    executions.add(run);
    return run;
  }

  private Execution topmost(SentSpan sent, ExecutionBoundary.WhenTopmost boundary) {
    List<SentSpan> below = new ArrayList<>();
    if (boundary.yields() != ExecutionBoundary.Yields.NEVER) {
      outermostAgents(sent, below);
    }
    List<String> agents =
        below.stream()
            .sorted(Comparator.comparingLong(child -> child.mapped().startNanos()))
            .map(child -> ((ExecutionBoundary.Starts) child.mapped().boundary()).agentName())
            .distinct()
            .toList();
    boolean first = boundary.yields() == ExecutionBoundary.Yields.TO_THE_FIRST && !agents.isEmpty();
    String agent;
    if (agents.size() == 1 || first) {
      agent = agents.getFirst();
    } else if (boundary.agentName() != null) {
      agent = boundary.agentName();
    } else {
      String service = sent.mapped().run().serviceName();
      agent = service == null ? sent.mapped().name() : service;
    }
    Execution run = new Execution(agent, sent);
    executions.add(run);
    return run;
  }

  private void outermostAgents(SentSpan sent, List<SentSpan> agents) {
    for (SentSpan child : children(sent)) {
      if (child.mapped().boundary() instanceof ExecutionBoundary.Starts) {
        agents.add(child);
      } else {
        outermostAgents(child, agents);
      }
    }
  }

  private List<SentSpan> children(SentSpan sent) {
    return Objects.requireNonNull(traces.get(trace(sent))).values().stream()
        .filter(other -> other.mapped().parentSpanId() == sent.mapped().spanId())
        .toList();
  }

  private @Nullable SentSpan parent(SentSpan sent) {
    return Objects.requireNonNull(traces.get(trace(sent))).get(sent.mapped().parentSpanId());
  }

  private @Nullable SentSpan spanOf(SentLog log) {
    Map<Long, SentSpan> trace =
        traces.get(HexFormat.of().formatHex(log.log().getTraceId().toByteArray()));
    return trace == null ? null : trace.get(log.mapped().spanId());
  }

  private static boolean isOf(SentLog log, SentSpan sent) {
    return log.mapped().spanId() == sent.mapped().spanId()
        && log.log().getTraceId().equals(sent.span().getTraceId());
  }

  private static String trace(SentSpan sent) {
    return HexFormat.of().formatHex(sent.span().getTraceId().toByteArray());
  }
}
