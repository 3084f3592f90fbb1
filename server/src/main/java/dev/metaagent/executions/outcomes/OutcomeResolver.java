package dev.metaagent.executions.outcomes;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.RecordedState;
import dev.metaagent.executions.store.ExecutionStore;
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

/// Resolves the success of runs from the most trusted evidence: attaches the outcomes of a trace to
/// its current executions, and copies the best evidence to each. It runs under the lock of the
/// trace, after every change of its executions or outcomes, so the result does not depend on their
/// order.
@Component
public class OutcomeResolver {

  private final OutcomeStore store;
  private final ExecutionStore executions;

  OutcomeResolver(OutcomeStore store, ExecutionStore executions) {
    this.store = store;
    this.executions = executions;
  }

  /// The evidence that decides about a run now, and its success before.
  public record Decided(Evidence best, @Nullable Boolean before) {}

  /// Resolves runs that were just written; returns their events with the deciding evidence.
  public List<ExecutionRecorded> decide(
      Connection connection,
      OrganizationId organization,
      List<ExecutionStore.Placed> written,
      List<ExecutionRecorded> events)
      throws SQLException {
    Map<TraceId, LocalDate> days = new HashMap<>();
    written.forEach(placed -> days.put(placed.trace(), placed.day()));
    Map<ExecutionId, Decided> found = resolve(days);
    if (found.isEmpty()) {
      return events;
    }
    Map<ExecutionId, Decided> others = new HashMap<>(found);
    List<ExecutionRecorded> recorded = new ArrayList<>();
    for (ExecutionRecorded event : events) {
      Decided decided = found.get(event.id());
      others.remove(event.id());
      recorded.add(decided == null ? event : event.decidedBy(decided.best()));
    }
    recorded.addAll(events(connection, organization, days, others));
    return recorded;
  }

  /// Resolves the runs of those traces that have outcomes.
  ///
  /// @return the deciding evidence of the runs whose row changed
  public Map<ExecutionId, Decided> resolve(Map<TraceId, LocalDate> traces) {
    return traces.isEmpty() ? Map.of() : resolve(traces, outcomes(traces));
  }

  /// Resolves the runs of some traces, including those that have lost their last outcome.
  ///
  /// @return the deciding evidence of the runs whose row changed
  Map<ExecutionId, Decided> resolveAll(Map<TraceId, LocalDate> traces) {
    Map<TraceId, List<OutcomeStore.Kept>> outcomes = outcomes(traces);
    traces.keySet().forEach(trace -> outcomes.putIfAbsent(trace, List.of()));
    return resolve(traces, outcomes);
  }

  private Map<TraceId, List<OutcomeStore.Kept>> outcomes(Map<TraceId, LocalDate> traces) {
    Map<TraceId, List<OutcomeStore.Kept>> outcomes = new HashMap<>();
    for (OutcomeStore.Kept kept : store.of(traces.keySet())) {
      outcomes.computeIfAbsent(kept.trace(), _ -> new ArrayList<>()).add(kept);
    }
    return outcomes;
  }

  private Map<ExecutionId, Decided> resolve(
      Map<TraceId, LocalDate> traces, Map<TraceId, List<OutcomeStore.Kept>> outcomes) {
    Map<ExecutionId, Decided> changed = new HashMap<>();
    outcomes.forEach((trace, kept) ->
        changed.putAll(resolve(Objects.requireNonNull(traces.get(trace)), trace, kept)));
    return changed;
  }

  /// The events of runs whose deciding evidence changed.
  List<ExecutionRecorded> events(
      Connection connection,
      OrganizationId organization,
      Map<TraceId, LocalDate> days,
      Map<ExecutionId, Decided> changed)
      throws SQLException {
    List<ExecutionRecorded> events = new ArrayList<>();
    Map<TraceId, Map<Long, ExecutionState>> loaded = new HashMap<>();
    for (Map.Entry<ExecutionId, Decided> entry : changed.entrySet()) {
      TraceId trace = entry.getKey().trace();
      LocalDate day = Objects.requireNonNull(days.get(trace));
      if (!loaded.containsKey(trace)) {
        loaded.put(trace, executions.load(connection, organization, day, trace));
      }
      Map<Long, ExecutionState> states = Objects.requireNonNull(loaded.get(trace));
      ExecutionState state = states.get(entry.getKey().span());
      if (state != null) {
        ExecutionState parent = state.parentSpan == null ? null : states.get(state.parentSpan);
        events.add(
            RecordedState.of(day, trace, state, parent)
                .decidedBy(entry.getValue().best())
                .succeededBefore(entry.getValue().before()));
      }
    }
    return events;
  }

  private Map<ExecutionId, Decided> resolve(
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
    Map<ExecutionId, Decided> changed = new HashMap<>();
    for (OutcomeStore.RunRow run : runs) {
      Evidence best = decide(run, byRun.getOrDefault(run.span(), List.of()));
      ExecutionId id = new ExecutionId(trace, run.span());
      if (!says(run, best)) {
        store.decide(day, id, best.success(), best.source().wire(), best.confidence());
        changed.put(id, new Decided(best, run.success()));
      }
    }
    return changed;
  }

  /// The run that an outcome is about: the one it names, the one that contains the named step, or
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

  /// Compares confidences, which are stored as four-byte floats.
  private static boolean near(@Nullable Double one, @Nullable Double other) {
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    return Math.abs(one - other) < 1e-6;
  }
}
