package dev.metaagent.conventions;

import dev.metaagent.conventions.Telemetry.SentLog;
import dev.metaagent.conventions.Telemetry.SentSpan;
import dev.metaagent.executions.assembly.CallAccounts;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.stream.Stream;
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
  private final Map<String, CallAccounts> accounts = new HashMap<>();
  private final IdentityHashMap<SentSpan, Boolean> alone = new IdentityHashMap<>();
  private final Set<SentSpan> totals = Collections.newSetFromMap(new IdentityHashMap<>());

  ReferenceAssembly(Telemetry telemetry) {
    this.telemetry = telemetry;
    for (SentSpan sent : telemetry.spans()) {
      traces.computeIfAbsent(trace(sent), id -> new TreeMap<>()).put(sent.mapped().spanId(), sent);
    }
    for (Map.Entry<String, Map<Long, SentSpan>> trace : traces.entrySet()) {
      accounts.put(
          trace.getKey(),
          CallAccounts.of(trace.getValue().values().stream().map(SentSpan::mapped).toList()));
      for (SentSpan sent : trace.getValue().values()) {
        place(sent);
      }
    }
    executions.stream().filter(run -> run.parent == null).forEach(run -> total(run, false));
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
    return isToldElsewhere(sent) || accounts(sent).repeats(sent.mapped().spanId());
  }

  /** Whether its tokens and cost are in the sums of its run. */
  boolean counts(SentSpan sent) {
    if (isToldElsewhere(sent)) {
      return false;
    }
    return accounts(sent).counts(sent.mapped().spanId()) || totals.contains(sent);
  }

  /** A span with what its repeats add. */
  MappedSpan completed(SentSpan sent) {
    return accounts(sent).completed().getOrDefault(sent.mapped().spanId(), sent.mapped());
  }

  /** A call that is alone in its trace, and that another trace reports within a run. */
  private boolean isToldElsewhere(SentSpan sent) {
    return isAlone(sent)
        && telemetry.spans().stream()
            .filter(other -> !trace(other).equals(trace(sent)))
            .filter(other -> isSameCall(other.mapped(), sent.mapped()))
            .anyMatch(other -> !isAlone(other));
  }

  private static boolean isSameCall(MappedSpan one, MappedSpan other) {
    boolean sameKey = one.callKey() != null && one.callKey().equals(other.callKey());
    return sameKey || one.looksLike(other);
  }

  private boolean isAlone(SentSpan sent) {
    return sent.mapped().maybeToldElsewhere()
        && Objects.requireNonNull(traces.get(trace(sent))).values().stream()
                .filter(other ->
                    other.mapped().meaningful() || other.mapped().kind() == ActionKind.CHAIN)
                .count()
            == 1;
  }

  private CallAccounts accounts(SentSpan sent) {
    return Objects.requireNonNull(accounts.get(trace(sent)));
  }

  /** Counts what agents report as a whole where no call below them reports anything. */
  private void total(Execution run, boolean held) {
    List<SentSpan> own = new ArrayList<>(List.of(run.boundary));
    own.addAll(run.merged);
    SentSpan total =
        own.stream()
            .filter(sent -> sent.mapped().tally() == Tally.OF_CALLS_BELOW)
            .findFirst()
            .orElse(null);
    boolean holds = held;
    if (total != null && !held && !reports(run)) {
      totals.add(total);
      holds = tokens(total) >= nested(run).stream().mapToLong(ReferenceAssembly::tokens).sum();
    }
    for (Execution below : below(run)) {
      total(below, holds);
    }
  }

  private boolean reports(Execution run) {
    return run.own.stream().anyMatch(sent -> accounts(sent).counts(sent.mapped().spanId()))
        || below(run).stream().anyMatch(this::reports);
  }

  private List<SentSpan> nested(Execution run) {
    List<SentSpan> all = new ArrayList<>();
    for (Execution below : below(run)) {
      if (below.boundary.mapped().tally() == Tally.OF_CALLS_BELOW) {
        all.add(below.boundary);
      } else {
        all.addAll(nested(below));
      }
    }
    return all;
  }

  private List<Execution> below(Execution run) {
    return executions.stream().filter(other -> other.parent == run).toList();
  }

  private static long tokens(SentSpan sent) {
    Long input = sent.mapped().inputTokens();
    Long output = sent.mapped().outputTokens();
    return (input == null ? 0 : input) + (output == null ? 0 : output);
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
    if (isToldElsewhere(sent)) {
      return null;
    }
    SentSpan parent = parent(sent);
    Execution above = parent == null ? null : place(parent);
    if (parent != null && alone.containsKey(parent)) {
      alone.put(sent, true);
      return null;
    }
    Execution run =
        switch (sent.mapped().boundary()) {
          case ExecutionBoundary.Starts starts -> started(sent, starts.agentName(), above);
          case ExecutionBoundary.Never never -> above;
          case ExecutionBoundary.WhenTopmost topmost ->
              above == null ? topmost(sent, topmost) : above;
          case ExecutionBoundary.AroundCalls(String agent) -> {
            if (above != null || !acts(sent)) {
              if (above == null) {
                alone.put(sent, true);
              }
              yield above;
            }
            yield topmost(
                sent, new ExecutionBoundary.WhenTopmost(agent, ExecutionBoundary.Yields.NEVER));
          }
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
    List<SentSpan> acting = new ArrayList<>();
    if (boundary.yields() != ExecutionBoundary.Yields.NEVER && below.isEmpty()) {
      acting(sent, acting);
    }
    List<String> agents =
        Stream.concat(below.stream(), acting.stream())
            .sorted(Comparator.comparingLong(child -> child.mapped().startNanos()))
            .map(child ->
                child.mapped().boundary() instanceof ExecutionBoundary.Starts(String name)
                    ? name
                    : Objects.requireNonNull(child.mapped().acting()))
            .distinct()
            .toList();
    boolean first = boundary.yields() == ExecutionBoundary.Yields.TO_THE_FIRST && !agents.isEmpty();
    String agent;
    if (agents.size() == 1 || first) {
      agent = agents.getFirst();
    } else if (boundary.agentName() != null) {
      agent = boundary.agentName();
    } else {
      ExecutionFacts told = sent.mapped().run();
      String service = told.agentName() == null ? told.serviceName() : told.agentName();
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

  private void acting(SentSpan sent, List<SentSpan> named) {
    for (SentSpan child : children(sent)) {
      if (child.mapped().acting() != null) {
        named.add(child);
      }
      acting(child, named);
    }
  }

  /** Whether a model call or an agent is below a span. */
  private boolean acts(SentSpan sent) {
    return children(sent).stream()
        .anyMatch(child ->
            child.mapped().kind() == ActionKind.LLM
                || child.mapped().kind() == ActionKind.AGENT
                || child.mapped().boundary() instanceof ExecutionBoundary.Starts
                || acts(child));
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
