package dev.metaagent.search.executions;

import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogEntry;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// What was recorded lately, read from the event log within the transaction of the caller.
@Repository
class RecentArrivals {

  private static final int LOOKED_AT = 20;

  private static final String ARRIVED =
      """
      select arrived_at from executions
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = :span
      """;

  /// A run that arrived, and when it was recorded.
  record Arrival(ExecutionId execution, Instant recordedAt) {}

  private final TenantSql jdbc;
  private final EventLog log;
  private final ExecutionLog executions;

  RecentArrivals(DataSource dataSource, EventLog log, ExecutionLog executions) {
    this.jdbc = new TenantSql(dataSource);
    this.log = log;
    this.executions = executions;
  }

  /// The first run of which something was recorded since a time, the one without a parent before
  /// those nested in it.
  Optional<Arrival> first(Instant since) {
    return log.since(Tenant.current(), since, LOOKED_AT).stream()
        .flatMap(entry -> arrivals(entry).stream())
        .findFirst();
  }

  private List<Arrival> arrivals(LogEntry entry) {
    return executions.executions(entry).stream()
        .sorted(Comparator.comparing(event -> event.identity().parentAgent() != null))
        .map(event -> new Arrival(event.id(), entry.recordedAt()))
        .toList();
  }

  /// When the first telemetry of a run came in.
  Instant arrivedAt(ExecutionRow run) {
    return jdbc.sql(ARRIVED)
        .param("day", run.day())
        .param("trace", run.id().trace().value())
        .param("span", run.id().span())
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }
}
