package dev.metaagent.observe;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Lets the best evidence decide about the success of runs: attaches the outcomes of a trace to its
/// executions as they are now, and copies the best to each. It runs under the lock of the trace,
/// after every change of its executions or its outcomes, so the answer is the same in any order.
@Component
class Weighing {

  private final OutcomeStore store;
  private final ExecutionStore executions;

  Weighing(OutcomeStore store, ExecutionStore executions) {
    this.store = store;
    this.executions = executions;
  }

  /// Decides about runs that were just written; answers their news with what decides.
  List<ExecutionFacts> decide(
      Connection connection,
      OrganizationId organization,
      List<ExecutionStore.Placed> written,
      List<ExecutionFacts> news)
      throws SQLException {
    Map<TraceId, LocalDate> days = new HashMap<>();
    written.forEach(placed -> days.put(placed.trace(), placed.day()));
    Map<ExecutionId, Evidence> found = weigh(days);
    if (found.isEmpty()) {
      return news;
    }
    Map<ExecutionId, Evidence> others = new HashMap<>(found);
    List<ExecutionFacts> told = new ArrayList<>();
    for (ExecutionFacts facts : news) {
      Evidence best = found.get(facts.id());
      others.remove(facts.id());
      told.add(best == null ? facts : facts.withSuccess(best.success()));
    }
    told.addAll(facts(connection, organization, days, others));
    return told;
  }

  /// Decides about the runs of those of some traces that outcomes are known of.
  ///
  /// @return what now decides about the runs whose row changed
  Map<ExecutionId, Evidence> weigh(Map<TraceId, LocalDate> traces) {
    return traces.isEmpty() ? Map.of() : weigh(traces, outcomes(traces));
  }

  /// Decides about the runs of some traces, also where the last outcome went elsewhere.
  ///
  /// @return what now decides about the runs whose row changed
  Map<ExecutionId, Evidence> weighAll(Map<TraceId, LocalDate> traces) {
    Map<TraceId, List<OutcomeStore.Kept>> outcomes = outcomes(traces);
    traces.keySet().forEach(trace -> outcomes.putIfAbsent(trace, List.of()));
    return weigh(traces, outcomes);
  }

  private Map<TraceId, List<OutcomeStore.Kept>> outcomes(Map<TraceId, LocalDate> traces) {
    Map<TraceId, List<OutcomeStore.Kept>> outcomes = new HashMap<>();
    for (OutcomeStore.Kept kept : store.of(traces.keySet())) {
      outcomes.computeIfAbsent(kept.trace(), _ -> new ArrayList<>()).add(kept);
    }
    return outcomes;
  }

  private Map<ExecutionId, Evidence> weigh(
      Map<TraceId, LocalDate> traces, Map<TraceId, List<OutcomeStore.Kept>> outcomes) {
    Map<ExecutionId, Evidence> changed = new HashMap<>();
    outcomes.forEach((trace, kept) ->
        changed.putAll(weigh(Objects.requireNonNull(traces.get(trace)), trace, kept)));
    return changed;
  }

  /// The facts of runs about which something else decides now.
  List<ExecutionFacts> facts(
      Connection connection,
      OrganizationId organization,
      Map<TraceId, LocalDate> days,
      Map<ExecutionId, Evidence> changed)
      throws SQLException {
    List<ExecutionFacts> facts = new ArrayList<>();
    Map<TraceId, Map<Long, ExecutionState>> loaded = new HashMap<>();
    for (Map.Entry<ExecutionId, Evidence> entry : changed.entrySet()) {
      TraceId trace = entry.getKey().trace();
      LocalDate day = Objects.requireNonNull(days.get(trace));
      if (!loaded.containsKey(trace)) {
        loaded.put(trace, executions.load(connection, organization, day, trace));
      }
      Map<Long, ExecutionState> states = Objects.requireNonNull(loaded.get(trace));
      ExecutionState state = states.get(entry.getKey().span());
      if (state != null) {
        ExecutionState parent = state.parentSpan == null ? null : states.get(state.parentSpan);
        facts.add(Facts.of(day, trace, state, parent).withSuccess(entry.getValue().success()));
      }
    }
    return facts;
  }

  private Map<ExecutionId, Evidence> weigh(
      LocalDate day, TraceId trace, List<OutcomeStore.Kept> outcomes) {
    List<OutcomeStore.RunRow> runs = store.runs(day, trace);
    Map<Long, List<Evidence>> byRun = new HashMap<>();
    for (OutcomeStore.Kept kept : outcomes) {
      Long run = runOf(day, kept, runs);
      if (!Objects.equals(run, kept.executionSpan())) {
        store.attach(kept.evidence().id(), run, day);
      }
      if (run != null) {
        byRun.computeIfAbsent(run, _ -> new ArrayList<>()).add(kept.evidence());
      }
    }
    Map<ExecutionId, Evidence> changed = new HashMap<>();
    for (OutcomeStore.RunRow run : runs) {
      Evidence best = decide(run, byRun.getOrDefault(run.span(), List.of()));
      ExecutionId id = new ExecutionId(trace, run.span());
      if (!says(run, best)) {
        store.decide(day, id, best.success(), best.source().wire(), best.confidence());
        changed.put(id, best);
      }
    }
    return changed;
  }

  /// The run that an outcome is about: the one it names, the one that holds the step it names, or
  /// the first one of its trace.
  private @Nullable Long runOf(
      LocalDate day, OutcomeStore.Kept kept, Collection<OutcomeStore.RunRow> runs) {
    if (kept.span() == 0) {
      return runs.stream()
          .filter(run -> run.parent() == null)
          .findFirst()
          .map(OutcomeStore.RunRow::span)
          .orElse(null);
    }
    if (isRun(runs, kept.span())) {
      return kept.span();
    }
    return store
        .holder(day, kept.trace(), kept.span())
        .filter(holder -> isRun(runs, holder))
        .orElse(null);
  }

  private static boolean isRun(Collection<OutcomeStore.RunRow> runs, long span) {
    return runs.stream().anyMatch(run -> run.span() == span);
  }

  private static Evidence decide(OutcomeStore.RunRow run, List<Evidence> outcomes) {
    List<Evidence> all = new ArrayList<>(outcomes);
    all.add(run.status());
    if (run.declared() != null) {
      all.add(run.declared());
    }
    return Evidence.best(all).orElse(run.status());
  }

  private static boolean says(OutcomeStore.RunRow run, Evidence best) {
    return Objects.equals(run.success(), best.success())
        && Objects.equals(run.source(), best.source().wire())
        && near(run.confidence(), best.confidence());
  }

  /// Confidences travel as four-byte numbers.
  private static boolean near(@Nullable Double one, @Nullable Double other) {
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    return Math.abs(one - other) < 1e-6;
  }
}
