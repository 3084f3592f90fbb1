package dev.metaagent.ingest.json;

import dev.metaagent.executions.KnownTraces;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds the trace of a run. A run without a parent run has a trace of its own; one that another
/// run started belongs to the trace of that run, whichever of the two arrives first.
@Component
class ExecutionPlaces {

  private final ExecutionPlaceStore store;
  private final KnownTraces traces;
  private final TenantTransactions transactions;
  private final Clock clock;

  ExecutionPlaces(
      ExecutionPlaceStore store, KnownTraces traces, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.traces = traces;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// The places of some runs, in their order; a place never changes.
  List<ExecutionPlace> of(List<PlainExecution> runs) {
    OrganizationId organization = Tenant.current();
    List<UUID> ids = new ArrayList<>();
    for (PlainExecution run : runs) {
      ids.add(PlainIds.ofRun(organization, run.id()));
      if (run.parentId() != null) {
        ids.add(PlainIds.ofRun(organization, run.parentId()));
      }
    }
    Map<UUID, UUID> known = new HashMap<>();
    Map<UUID, UUID> kept =
        transactions.read(() -> {
          known.putAll(alone(ids));
          return store.traces(ids);
        });
    known.putAll(kept);
    Map<UUID, UUID> found = new TreeMap<>();
    for (PlainExecution run : runs) {
      place(organization, run, known, found);
    }
    found.keySet().removeAll(kept.keySet());
    if (!found.isEmpty()) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      // if another request stored one first, that one is used
      known.putAll(transactions.write(() -> store.keep(found, today)));
    }
    return runs.stream().map(run -> placed(organization, run, known)).toList();
  }

  /// The runs that were sent without a run above them and are stored: each has a trace of its own.
  private Map<UUID, UUID> alone(List<UUID> ids) {
    Map<UUID, UUID> alone = new HashMap<>();
    traces
        .among(ids.stream().map(TraceId::new).toList())
        .forEach(trace -> alone.put(trace.value(), trace.value()));
    return alone;
  }

  private static void place(
      OrganizationId organization,
      PlainExecution run,
      Map<UUID, UUID> known,
      Map<UUID, UUID> found) {
    UUID own = PlainIds.ofRun(organization, run.id());
    UUID parent = run.parentId() == null ? null : PlainIds.ofRun(organization, run.parentId());
    UUID trace = known.get(own);
    if (trace == null && run.traceparent() != null) {
      trace =
          ExecutionPlace.traceparent(run.traceparent())
              .map(above -> above.trace().value())
              .orElse(null);
    } else if (trace == null && parent != null) {
      trace = known.getOrDefault(parent, parent);
    }
    if (trace == null || (parent == null && run.traceparent() == null)) {
      return;
    }
    known.putIfAbsent(own, trace);
    found.put(own, trace);
    if (parent != null) {
      known.putIfAbsent(parent, trace);
      found.put(parent, Objects.requireNonNull(known.get(parent)));
    }
  }

  private static ExecutionPlace placed(
      OrganizationId organization, PlainExecution run, Map<UUID, UUID> known) {
    UUID own = PlainIds.ofRun(organization, run.id());
    long above = 0;
    if (run.traceparent() != null) {
      above = ExecutionPlace.traceparent(run.traceparent()).map(ExecutionId::span).orElse(0L);
    } else if (run.parentId() != null) {
      above = PlainIds.spanOfRun(organization, run.parentId());
    }
    return new ExecutionPlace(
        new TraceId(known.getOrDefault(own, own)),
        PlainIds.spanOfRun(organization, run.id()),
        above);
  }
}
