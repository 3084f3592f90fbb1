package dev.metaagent.executions.store;

import dev.metaagent.executions.KnownTraces;
import dev.metaagent.kernel.TraceId;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Looks traces up in the table of traces.
@Repository
class StoredTraces implements KnownTraces {

  private static final String KNOWN =
      """
      select trace_id from traces
      where organization_id = current_setting('metaagent.organization')::uuid
        and trace_id = any(:traces)
      """;

  private final JdbcClient jdbc;

  StoredTraces(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  @Override
  public Set<TraceId> among(Collection<TraceId> traces) {
    if (traces.isEmpty()) {
      return Set.of();
    }
    UUID[] ids = traces.stream().map(TraceId::value).toArray(UUID[]::new);
    return jdbc.sql(KNOWN)
        .param("traces", ids)
        .query((row, number) -> new TraceId(row.getObject("trace_id", UUID.class)))
        .set();
  }
}
