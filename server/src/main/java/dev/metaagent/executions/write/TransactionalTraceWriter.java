package dev.metaagent.observe;

import dev.metaagent.database.Partitions;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
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
  private final Stores stores;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Ledger(
      DataSource dataSource,
      TenantTransactions transactions,
      Partitions partitions,
      Organizations organizations,
      Agents agents,
      Stores stores,
      Clock clock,
      ApplicationEventPublisher events) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.partitions = partitions;
    this.organizations = organizations;
    this.agents = agents;
    this.stores = stores;
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
    List<String> declaredKeys = declaredKeys();
    List<IncomingTrace> inKeyOrder =
        incoming.stream().sorted(Comparator.comparing(IncomingTrace::id)).toList();
    transactions.write(() -> {
      inConnection(connection -> {
        new Batch(stores, connection, organization, declaredKeys, clock.instant(), agentNamed)
            .write(inKeyOrder);
        return organization;
      });
      return organization;
    });
    events.publishEvent(new ExecutionsRecorded(organization));
  }

  /// Reads a stored trace of the organization in scope again and assembles it anew; answers whether
  /// its content still holds all of it.
  boolean remap(TraceId trace, LocalDate day) {
    OrganizationId organization = Tenant.current();
    IncomingTrace nothing = IncomingTrace.nothing(trace, day);
    Work<IncomingTrace> reading =
        connection -> stores.reassembly().whole(connection, organization, day, nothing, 0);
    IncomingTrace stored = transactions.read(() -> inConnection(reading));
    Function<String, AgentId> agentNamed = registered(List.of(stored));
    List<String> declaredKeys = declaredKeys();
    Work<Boolean> remapping =
        connection ->
            new Batch(stores, connection, organization, declaredKeys, clock.instant(), agentNamed)
                .remap(trace, day);
    boolean done = transactions.write(() -> inConnection(remapping));
    if (done) {
      events.publishEvent(new ExecutionsRecorded(organization));
    }
    return done;
  }

  /// Work on the connection of the transaction.
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T inConnection(Work<T> work) {
    try {
      return work.on(DataSourceUtils.getConnection(dataSource));
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /// What the organization in scope declared, read ahead of the transaction that needs it.
  private List<String> declaredKeys() {
    return organizations.find(Tenant.current()).map(Organization::attributeKeys).orElse(List.of());
  }

  /// Takes the topmost known span of a silent trace of the organization in scope as its beginning.
  void settle(TraceId trace, Instant silentSince) {
    OrganizationId organization = Tenant.current();
    boolean changed =
        transactions.write(
            () -> inConnection(connection -> settle(connection, organization, trace, silentSince)));
    if (changed) {
      events.publishEvent(new ExecutionsRecorded(organization));
    }
  }

  private boolean settle(
      Connection connection, OrganizationId organization, TraceId trace, Instant silentSince)
      throws SQLException {
    LocalDate day = stores.traces().settle(connection, organization, trace, silentSince);
    if (day == null) {
      return false;
    }
    ExecutionState provisional =
        stores.executions().load(connection, organization, day, trace).get(Assembly.NONE);
    TopStore.Top top = stores.tops().of(connection, organization, day, trace);
    if (provisional == null || top == null) {
      return false;
    }
    provisional.settle(top);
    stores
        .executions()
        .write(
            connection,
            organization,
            List.of(),
            List.of(new ExecutionStore.Placed(trace, day, provisional)));
    ExecutionFacts facts = Facts.of(day, trace, provisional, null);
    Evidence best = stores.weighing().weigh(Map.of(trace, day)).get(facts.id());
    stores
        .news()
        .publish(
            connection,
            organization,
            clock.instant(),
            List.of(best == null ? facts : facts.withSuccess(best.success())));
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
}
