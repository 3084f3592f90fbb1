package dev.metaagent.observe.doors;

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
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds the trace of a run. A run that nobody started has a trace of its own; one that another run
/// started is part of that one's, whichever of the two is told first.
@Component
class RunPlaces {

  private final RunPlaceStore store;
  private final TenantTransactions transactions;
  private final Clock clock;

  RunPlaces(RunPlaceStore store, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// The places of some runs, in their order; a place once found stays.
  List<Place> of(List<PlainExecution> runs) {
    OrganizationId organization = Tenant.current();
    List<UUID> ids = new ArrayList<>();
    for (PlainExecution run : runs) {
      ids.add(PlainIds.ofRun(organization, run.id()));
      if (run.parentId() != null) {
        ids.add(PlainIds.ofRun(organization, run.parentId()));
      }
    }
    Map<UUID, UUID> known = new HashMap<>(transactions.read(() -> store.traces(ids)));
    Map<UUID, UUID> found = new TreeMap<>();
    for (PlainExecution run : runs) {
      place(organization, run, known, found);
    }
    if (!found.isEmpty()) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      // where somebody else was faster, theirs holds
      known.putAll(transactions.write(() -> store.keep(found, today)));
    }
    return runs.stream().map(run -> placed(organization, run, known)).toList();
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
      trace = Place.traceparent(run.traceparent()).map(above -> above.trace().value()).orElse(null);
    } else if (trace == null && parent != null) {
      trace = known.getOrDefault(parent, parent);
    }
    if (trace == null) {
      return;
    }
    if (known.putIfAbsent(own, trace) == null) {
      found.put(own, trace);
    }
    if (parent != null && known.putIfAbsent(parent, trace) == null) {
      found.put(parent, trace);
    }
  }

  private static Place placed(
      OrganizationId organization, PlainExecution run, Map<UUID, UUID> known) {
    UUID own = PlainIds.ofRun(organization, run.id());
    long above = 0;
    if (run.traceparent() != null) {
      above = Place.traceparent(run.traceparent()).map(ExecutionId::span).orElse(0L);
    } else if (run.parentId() != null) {
      above = PlainIds.spanOfRun(organization, run.parentId());
    }
    return new Place(
        new TraceId(known.getOrDefault(own, own)),
        PlainIds.spanOfRun(organization, run.id()),
        above);
  }
}
