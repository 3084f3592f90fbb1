package dev.metaagent.observe.mapping;

import dev.metaagent.observe.mapping.Telemetry.Told;
import dev.metaagent.observe.mapping.Telemetry.ToldLog;
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
    final Told boundary;
    final List<Told> own = new ArrayList<>();
    final List<Told> merged = new ArrayList<>();
    final List<ToldLog> logs = new ArrayList<>();
    @Nullable Execution parent;

    Execution(String agent, Told boundary) {
      this.agent = agent;
      this.boundary = boundary;
    }
  }

  private final Map<String, Map<Long, Told>> traces = new LinkedHashMap<>();
  private final List<Execution> executions = new ArrayList<>();
  private final IdentityHashMap<Told, @Nullable Execution> placed = new IdentityHashMap<>();
  private final Telemetry telemetry;
  private final Map<String, Set<Long>> repeats = new HashMap<>();

  ReferenceAssembly(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (Told told : telemetry.spans()) {
      traces.computeIfAbsent(trace(told), id -> new TreeMap<>()).put(told.mapped().spanId(), told);
    }
    for (Map.Entry<String, Map<Long, Told>> trace : traces.entrySet()) {
      repeats.put(
          trace.getKey(),
          RepeatedCalls.among(trace.getValue().values().stream().map(Told::mapped).toList()));
      for (Told told : trace.getValue().values()) {
        place(told);
      }
    }
    for (ToldLog log : telemetry.logs()) {
      Told span = spanOf(log);
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
        .anyMatch(told -> told.mapped().meaningful() || told.mapped().kind() == ActionKind.CHAIN);
  }

  boolean isRepeat(Told told) {
    return Objects.requireNonNull(repeats.get(trace(told))).contains(told.mapped().spanId());
  }

  ActionContent content(Told told) {
    List<LogRecord> logs =
        telemetry.logs().stream().filter(log -> isOf(log, told)).map(ToldLog::log).toList();
    return ActionContent.of(told.resource(), told.scope(), told.span(), logs);
  }

  private @Nullable Execution place(Told told) {
    if (placed.containsKey(told)) {
      return placed.get(told);
    }
    placed.put(told, null);
    Told parent = parent(told);
    Execution above = parent == null ? null : place(parent);
    Execution run =
        switch (told.mapped().boundary()) {
          case RunBoundary.Starts starts -> started(told, starts.agentName(), above);
          case RunBoundary.Never never -> above;
          case RunBoundary.WhenTopmost topmost -> above == null ? topmost(told, topmost) : above;
        };
    placed.put(told, run);
    if (run != null) {
      run.own.add(told);
    }
    return run;
  }

  private Execution started(Told told, String agent, @Nullable Execution above) {
    if (above != null && above.agent.equals(agent)) {
      above.merged.add(told);
      return above;
    }
    Execution run = new Execution(agent, told);
    run.parent = above;
    executions.add(run);
    return run;
  }

  private Execution topmost(Told told, RunBoundary.WhenTopmost boundary) {
    List<Told> below = new ArrayList<>();
    if (boundary.yields() != RunBoundary.Yields.NEVER) {
      outermostAgents(told, below);
    }
    List<String> agents =
        below.stream()
            .sorted(Comparator.comparingLong(child -> child.mapped().startNanos()))
            .map(child -> ((RunBoundary.Starts) child.mapped().boundary()).agentName())
            .distinct()
            .toList();
    boolean first = boundary.yields() == RunBoundary.Yields.TO_THE_FIRST && !agents.isEmpty();
    String agent;
    if (agents.size() == 1 || first) {
      agent = agents.getFirst();
    } else if (boundary.agentName() != null) {
      agent = boundary.agentName();
    } else {
      String service = told.mapped().run().serviceName();
      agent = service == null ? told.mapped().name() : service;
    }
    Execution run = new Execution(agent, told);
    executions.add(run);
    return run;
  }

  private void outermostAgents(Told told, List<Told> agents) {
    for (Told child : children(told)) {
      if (child.mapped().boundary() instanceof RunBoundary.Starts) {
        agents.add(child);
      } else {
        outermostAgents(child, agents);
      }
    }
  }

  private List<Told> children(Told told) {
    return Objects.requireNonNull(traces.get(trace(told))).values().stream()
        .filter(other -> other.mapped().parentSpanId() == told.mapped().spanId())
        .toList();
  }

  private @Nullable Told parent(Told told) {
    return Objects.requireNonNull(traces.get(trace(told))).get(told.mapped().parentSpanId());
  }

  private @Nullable Told spanOf(ToldLog log) {
    Map<Long, Told> trace =
        traces.get(HexFormat.of().formatHex(log.log().getTraceId().toByteArray()));
    return trace == null ? null : trace.get(log.mapped().spanId());
  }

  private static boolean isOf(ToldLog log, Told told) {
    return log.mapped().spanId() == told.mapped().spanId()
        && log.log().getTraceId().equals(told.span().getTraceId());
  }

  private static String trace(Told told) {
    return HexFormat.of().formatHex(told.span().getTraceId().toByteArray());
  }
}
