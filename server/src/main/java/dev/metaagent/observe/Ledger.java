package dev.metaagent.observe;

import dev.metaagent.database.Partitions;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.Sighting;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/// Writes telemetry: one transaction locks the traces of a batch, drops what is stored already,
/// assembles what is new, and writes content, actions, executions and the news of them. When it
/// returns, everything is committed; when it throws, nothing is.
@Component
class Ledger {

  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final Partitions partitions;
  private final Organizations organizations;
  private final Agents agents;
  private final TraceStore traces;
  private final ActionStore actions;
  private final ExecutionStore executions;
  private final Reassembly reassembly;
  private final News news;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Ledger(
      DataSource dataSource,
      TenantTransactions transactions,
      Partitions partitions,
      Organizations organizations,
      Agents agents,
      TraceStore traces,
      ActionStore actions,
      ExecutionStore executions,
      Reassembly reassembly,
      News news,
      Clock clock,
      ApplicationEventPublisher events) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.partitions = partitions;
    this.organizations = organizations;
    this.agents = agents;
    this.traces = traces;
    this.actions = actions;
    this.executions = executions;
    this.reassembly = reassembly;
    this.news = news;
    this.clock = clock;
    this.events = events;
  }

  /// Records the parts of traces of the organization in scope, each trace once.
  void record(List<IncomingTrace> incoming) {
    if (incoming.isEmpty()) {
      return;
    }
    OrganizationId organization = Tenant.current();
    incoming.stream().map(IncomingTrace::day).distinct().forEach(partitions::ensure);
    Function<String, AgentId> agentNamed = registered(incoming);
    List<String> declaredKeys =
        organizations.find(organization).map(Organization::attributeKeys).orElse(List.of());
    List<IncomingTrace> inKeyOrder =
        incoming.stream().sorted(Comparator.comparing(IncomingTrace::id)).toList();
    transactions.write(() -> {
      Connection connection = DataSourceUtils.getConnection(dataSource);
      try {
        new Batch(connection, organization, declaredKeys, clock.instant(), agentNamed)
            .write(inKeyOrder);
      } catch (SQLException e) {
        throw translated(e);
      }
      return organization;
    });
    events.publishEvent(new ExecutionsRecorded(organization));
  }

  /// Takes the topmost known span of a silent trace of the organization in scope as its beginning.
  void settle(TraceId trace, Instant silentSince) {
    OrganizationId organization = Tenant.current();
    boolean changed =
        transactions.write(() -> {
          Connection connection = DataSourceUtils.getConnection(dataSource);
          try {
            return settle(connection, organization, trace, silentSince);
          } catch (SQLException e) {
            throw translated(e);
          }
        });
    if (changed) {
      events.publishEvent(new ExecutionsRecorded(organization));
    }
  }

  private boolean settle(
      Connection connection, OrganizationId organization, TraceId trace, Instant silentSince)
      throws SQLException {
    LocalDate day = traces.settle(connection, organization, trace, silentSince);
    if (day == null) {
      return false;
    }
    ExecutionState provisional =
        executions.load(connection, organization, day, trace).get(Assembly.NONE);
    ActionStore.Top top = actions.top(connection, organization, day, trace);
    if (provisional == null || top == null) {
      return false;
    }
    provisional.settle(top);
    executions.write(
        connection,
        organization,
        List.of(),
        List.of(new ExecutionStore.Placed(trace, day, provisional)));
    news.publish(
        connection,
        organization,
        clock.instant(),
        List.of(Facts.of(day, trace, provisional, null)));
    return true;
  }

  private RuntimeException translated(SQLException e) {
    org.springframework.dao.DataAccessException known =
        new SQLErrorCodeSQLExceptionTranslator(dataSource)
            .translate("recording telemetry", null, e);
    return known != null ? known : new IllegalStateException(e);
  }

  /// Registers the agents that the spans name, ahead of the transaction that needs their ids.
  private Function<String, AgentId> registered(List<IncomingTrace> incoming) {
    Instant now = clock.instant();
    Map<String, Sighting> sightings = new TreeMap<>();
    for (IncomingTrace trace : incoming) {
      if (trace.spans().stream().noneMatch(span -> ExecutionState.isStep(span.span().mapped()))) {
        continue;
      }
      for (IncomingTrace.Span span : trace.spans()) {
        AgentsNamed.sighting(span.span().mapped(), now)
            .ifPresent(seen -> sightings.merge(seen.name(), seen, Ledger::fuller));
      }
    }
    Map<String, AgentId> ids = new HashMap<>(agents.resolve(sightings.values()));
    return name ->
        ids.computeIfAbsent(
            name,
            unseen ->
                Objects.requireNonNull(
                    agents.resolve(List.of(Sighting.of(unseen, now))).get(unseen)));
  }

  private static Sighting fuller(Sighting one, Sighting other) {
    return one.framework() != null ? one : other;
  }

  /// The write of one batch, inside its transaction.
  private final class Batch {

    private final Connection connection;
    private final OrganizationId organization;
    private final List<String> declaredKeys;
    private final Instant now;
    private final Function<String, AgentId> agentNamed;
    private final List<ActionStore.NewPack> newPacks = new ArrayList<>();
    private final List<ActionStore.NewLogLine> newLines = new ArrayList<>();
    private final List<Action> newActions = new ArrayList<>();
    private final List<ExecutionStore.Placed> changed = new ArrayList<>();
    private final List<ExecutionFacts> facts = new ArrayList<>();
    private final Map<TraceId, Integer> pending = new HashMap<>();

    Batch(
        Connection connection,
        OrganizationId organization,
        List<String> declaredKeys,
        Instant now,
        Function<String, AgentId> agentNamed) {
      this.connection = connection;
      this.organization = organization;
      this.declaredKeys = declaredKeys;
      this.now = now;
      this.agentNamed = agentNamed;
    }

    void write(List<IncomingTrace> incoming) throws SQLException {
      Map<TraceId, TraceStore.Locked> locked = traces.lock(connection, organization, now, incoming);
      for (IncomingTrace trace : incoming) {
        TraceStore.Locked lock = Objects.requireNonNull(locked.get(trace.id()));
        if (lock.fresh()) {
          assembleFresh(trace, lock);
        } else {
          extend(trace, lock);
        }
      }
      actions.insertPacks(connection, organization, newPacks);
      actions.insertLogs(connection, organization, newLines);
      actions.insert(connection, organization, newActions);
      executions.write(connection, organization, declaredKeys, changed);
      traces.pending(connection, organization, pending);
      if (!facts.isEmpty()) {
        news.publish(connection, organization, now, facts);
      }
    }

    private void assembleFresh(IncomingTrace trace, TraceStore.Locked lock) {
      keepContent(trace, lock);
      take(trace, lock, Assembly.whole(trace, agentNamed), Map.of(), 0);
    }

    private void extend(IncomingTrace trace, TraceStore.Locked lock) throws SQLException {
      Map<Long, StoredAction> near = new HashMap<>(near(trace, lock));
      IncomingTrace fresh = withoutStored(trace, near);
      if (fresh.spans().isEmpty() && fresh.logs().isEmpty()) {
        return;
      }
      keepContent(fresh, lock);
      if (lock.tellingLogs()) {
        reassemble(fresh, lock);
        return;
      }
      if (fresh.spans().isEmpty()) {
        return;
      }
      Map<Long, ExecutionState> known =
          executions.load(connection, organization, lock.day(), trace.id());
      Assembly assembly = added(fresh, lock, near, known);
      if (assembly.complicated()) {
        reassemble(fresh, lock);
        return;
      }
      Map<Long, Assembly.Place> moves = assembly.moves();
      actions.move(connection, organization, lock.day(), trace.id(), moves);
      if (assembly.provisionalTaken()) {
        remove(
            trace.id(),
            lock,
            executions.load(connection, organization, lock.day(), trace.id()),
            Assembly.NONE);
      }
      take(fresh, lock, assembly, known, moves.size());
    }

    private Assembly added(
        IncomingTrace fresh,
        TraceStore.Locked lock,
        Map<Long, StoredAction> near,
        Map<Long, ExecutionState> known)
        throws SQLException {
      if (lock.pending() > 0) {
        near.putAll(actions.pending(connection, organization, lock.day(), fresh.id()));
      }
      near.putAll(
          actions.modelCallsBelow(
              connection, organization, lock.day(), fresh.id(), parentsOfCalls(fresh)));
      List<PreparedSpan> spans = fresh.spans().stream().map(IncomingTrace.Span::span).toList();
      Assembly assembly = new Assembly(spans, near, known, agentNamed);
      if (sharesStoredCall(fresh, lock)) {
        assembly.startOver();
      } else {
        assembly.assemble(List.of());
      }
      return assembly;
    }

    private static Set<Long> parentsOfCalls(IncomingTrace trace) {
      Set<Long> parents = new HashSet<>();
      for (IncomingTrace.Span span : trace.spans()) {
        if (span.span().mapped().kind() == ActionKind.LLM
            && span.span().mapped().parentSpanId() != 0) {
          parents.add(span.span().mapped().parentSpanId());
        }
      }
      return parents;
    }

    private Map<Long, StoredAction> near(IncomingTrace trace, TraceStore.Locked lock)
        throws SQLException {
      Set<Long> ids = new HashSet<>();
      for (IncomingTrace.Span span : trace.spans()) {
        ids.add(span.span().id());
        ids.add(span.span().mapped().parentSpanId());
      }
      ids.remove(0L);
      return ids.isEmpty()
          ? Map.of()
          : actions.find(connection, organization, lock.day(), trace.id(), ids);
    }

    private IncomingTrace withoutStored(IncomingTrace trace, Map<Long, StoredAction> stored) {
      List<IncomingTrace.Span> fresh =
          trace.spans().stream().filter(span -> !stored.containsKey(span.span().id())).toList();
      return new IncomingTrace(
          trace.id(), trace.day(), fresh, trace.logs(), trace.packs(), trace.implausible());
    }

    private boolean sharesStoredCall(IncomingTrace trace, TraceStore.Locked lock)
        throws SQLException {
      Set<Long> calls = new HashSet<>();
      for (IncomingTrace.Span span : trace.spans()) {
        if (span.span().callHash() != null && span.span().mapped().countsUsage()) {
          calls.add(span.span().callHash());
        }
      }
      return actions.sharesCall(connection, organization, lock.day(), trace.id(), calls);
    }

    /// Assembles a trace again from its whole content, and replaces its rows.
    private void reassemble(IncomingTrace fresh, TraceStore.Locked lock) throws SQLException {
      Map<Long, ExecutionState> before =
          executions.load(connection, organization, lock.day(), fresh.id());
      IncomingTrace whole =
          reassembly.whole(connection, organization, lock.day(), fresh, lock.firstPack());
      actions.forget(connection, organization, lock.day(), fresh.id());
      for (long span : before.keySet()) {
        remove(fresh.id(), lock, before, span);
      }
      TraceStore.Locked fromStart = new TraceStore.Locked(lock.day(), true, 0, 0, false);
      take(whole, fromStart, Assembly.whole(whole, agentNamed), before, 0);
      pending.putIfAbsent(fresh.id(), 0);
    }

    private void remove(
        TraceId trace, TraceStore.Locked lock, Map<Long, ExecutionState> before, long span)
        throws SQLException {
      executions.remove(connection, organization, lock.day(), trace, Set.of(span));
      ExecutionState state = before.get(span);
      if (state != null && state.before != null && state.before.endedAt() != null) {
        facts.add(Facts.removed(lock.day(), trace, state));
      }
    }

    private void keepContent(IncomingTrace trace, TraceStore.Locked lock) {
      for (int i = 0; i < trace.packs().size(); i++) {
        newPacks.add(
            new ActionStore.NewPack(
                trace.id(), lock.day(), lock.firstPack() + i, trace.packs().get(i)));
      }
      for (IncomingTrace.LogLine line : trace.logs()) {
        newLines.add(
            new ActionStore.NewLogLine(
                trace.id(), lock.day(), lock.firstPack() + line.pack(), line));
      }
    }

    private void take(
        IncomingTrace trace,
        TraceStore.Locked lock,
        Assembly assembly,
        Map<Long, ExecutionState> known,
        int moved) {
      Set<Long> written = new HashSet<>();
      int stillPending = lock.pending() - moved;
      for (IncomingTrace.Span span : trace.spans()) {
        long id = span.span().id();
        if (!written.add(id)) {
          continue;
        }
        Assembly.Place place = assembly.placeOf(id);
        boolean open = assembly.open(id);
        stillPending += open ? 1 : 0;
        newActions.add(
            new Action(
                trace.id(),
                lock.day(),
                span.span(),
                lock.firstPack() + span.pack(),
                place.executionSpan(),
                open,
                assembly.counted(id)));
      }
      if (stillPending != lock.pending()) {
        pending.put(trace.id(), stillPending);
      }
      for (long span : assembly.touched()) {
        ExecutionState state = assembly.executions().get(span);
        if (state != null) {
          changed(trace, lock, assembly, state, known.get(span));
        }
      }
    }

    private void changed(
        IncomingTrace trace,
        TraceStore.Locked lock,
        Assembly assembly,
        ExecutionState state,
        @Nullable ExecutionState stored) {
      state.arrivedAt = stored == null ? now : stored.arrivedAt;
      state.implausible |= trace.implausible();
      if (state.before == null && stored != null) {
        state.before = stored.before;
      }
      changed.add(new ExecutionStore.Placed(trace.id(), lock.day(), state));
      ExecutionState parent =
          state.parentSpan == null ? null : assembly.executions().get(state.parentSpan);
      facts.add(Facts.of(lock.day(), trace.id(), state, parent));
    }
  }
}
