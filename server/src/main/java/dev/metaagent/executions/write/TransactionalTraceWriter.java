package dev.metaagent.executions.write;

import dev.metaagent.database.FirstStatistics;
import dev.metaagent.database.Partitions;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionsSettings;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.TraceWriter;
import dev.metaagent.executions.assembly.Assembly;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.RecordedState;
import dev.metaagent.executions.assembly.TraceTop;
import dev.metaagent.executions.outcomes.OutcomeResolver;
import dev.metaagent.executions.store.ExecutionStore;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/// Writes each batch in one PostgreSQL transaction, which is repeated when further agents must be
/// registered.
@Component
public class TransactionalTraceWriter implements TraceWriter {

  private final DataSource dataSource;
  private final TenantTransactions transactions;
  private final Partitions partitions;
  private final FirstStatistics statistics;
  private final Organizations organizations;
  private final AgentResolver resolver;
  private final Stores stores;
  private final Clock clock;
  private final Duration timeout;

  TransactionalTraceWriter(
      DataSource dataSource,
      TenantTransactions transactions,
      Partitions partitions,
      FirstStatistics statistics,
      Organizations organizations,
      AgentResolver resolver,
      Stores stores,
      Clock clock,
      ExecutionsSettings settings) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.partitions = partitions;
    this.statistics = statistics;
    this.organizations = organizations;
    this.resolver = resolver;
    this.stores = stores;
    this.clock = clock;
    this.timeout = settings.writeTimeout();
  }

  @Override
  public Map<TraceId, Revision.State> record(List<IncomingTrace> incoming) {
    if (incoming.isEmpty()) {
      return Map.of();
    }
    OrganizationId organization = Tenant.current();
    incoming.stream().map(IncomingTrace::day).distinct().forEach(partitions::ensure);
    List<String> declaredKeys = declaredKeys();
    List<IncomingTrace> inKeyOrder =
        incoming.stream().sorted(Comparator.comparing(IncomingTrace::id)).toList();
    Map<TraceId, Revision.State> revisions =
        withAgents(
            incoming,
            agents ->
                transactions.write(
                    timeout,
                    () ->
                        inConnection(connection ->
                            new TraceWrite(
                                    stores,
                                    connection,
                                    organization,
                                    declaredKeys,
                                    clock.instant(),
                                    agents,
                                    timeout)
                                .write(inKeyOrder))));
    incoming.forEach(trace -> statistics.written(trace.day(), trace.spans().size()));
    return revisions;
  }

  /// Runs work in a transaction, which is repeated when further agents must be registered.
  private <T> T withAgents(List<IncomingTrace> incoming, Function<ResolvedAgents, T> work) {
    ResolvedAgents agents = resolver.of(incoming);
    while (true) {
      try {
        return work.apply(agents);
      } catch (ResolvedAgents.UnresolvedException e) {
        agents = resolver.with(agents, e.names());
      }
    }
  }

  /// Maps and assembles a stored trace of the organization in scope again; returns whether its
  /// content is still complete.
  public boolean remap(TraceId trace, LocalDate day) {
    OrganizationId organization = Tenant.current();
    IncomingTrace nothing = IncomingTrace.nothing(trace, day);
    Work<IncomingTrace> reading =
        connection -> stores.reassembly().whole(connection, organization, day, nothing, 0);
    IncomingTrace stored = transactions.read(() -> inConnection(reading));
    List<String> declaredKeys = declaredKeys();
    return withAgents(
        List.of(stored),
        agents ->
            transactions.write(() ->
                inConnection(connection ->
                    new TraceWrite(
                            stores,
                            connection,
                            organization,
                            declaredKeys,
                            clock.instant(),
                            agents,
                            null)
                        .remap(trace, day))));
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

  /// The declared attribute keys of the organization in scope, read before the transaction that
  /// needs them.
  private List<String> declaredKeys() {
    return organizations.find(Tenant.current()).map(Organization::attributeKeys).orElse(List.of());
  }

  /// Closes a trace of the organization in scope after its timeout: its topmost known span becomes
  /// its beginning.
  void settle(TraceId trace, Instant silentSince) {
    OrganizationId organization = Tenant.current();
    List<String> declaredKeys = declaredKeys();
    Work<Boolean> settling =
        connection -> settle(connection, organization, declaredKeys, trace, silentSince);
    transactions.write(() -> inConnection(settling));
  }

  private boolean settle(
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      TraceId trace,
      Instant silentSince)
      throws SQLException {
    LocalDate day = stores.traces().settle(connection, organization, trace, silentSince);
    if (day == null) {
      return false;
    }
    ExecutionState provisional =
        stores.executions().load(connection, organization, day, trace).get(Assembly.NONE);
    TraceTop top = stores.tops().of(connection, organization, day, trace);
    if (provisional == null || top == null) {
      return false;
    }
    provisional.settle(top);
    stores
        .executions()
        .write(
            connection,
            organization,
            declaredKeys,
            List.of(new ExecutionStore.Placed(trace, day, provisional, false)));
    ExecutionRecorded event = RecordedState.of(day, trace, provisional, null);
    OutcomeResolver.Decided best =
        stores.outcomeResolver().resolve(Map.of(trace, day)).get(event.id());
    stores
        .events()
        .append(organization, List.of(best == null ? event : event.decidedBy(best.best())));
    return true;
  }

  private RuntimeException translated(SQLException e) {
    org.springframework.dao.DataAccessException known =
        new SQLErrorCodeSQLExceptionTranslator(dataSource)
            .translate("recording telemetry", null, e);
    return known != null ? known : new IllegalStateException(e);
  }
}
