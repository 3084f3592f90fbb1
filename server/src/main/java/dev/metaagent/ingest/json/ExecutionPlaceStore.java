package dev.metaagent.ingest.json;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of run_places, within the transaction of the caller.
@Repository
class ExecutionPlaceStore {

  private static final String TRACES =
      """
      select id, trace_id from run_places where id = any(:ids)
      """;

  private static final String KEEP =
      """
      insert into run_places (organization_id, id, trace_id, day)
      select current_setting('metaagent.organization')::uuid, x.id, x.trace_id, :day
      from unnest(:ids::uuid[], :traces::uuid[]) as x (id, trace_id)
      on conflict (organization_id, id) do nothing
      """;

  private final JdbcClient jdbc;

  ExecutionPlaceStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// The traces of runs, by the hash of their ids, where they are known.
  Map<UUID, UUID> traces(Collection<UUID> ids) {
    Map<UUID, UUID> traces = new HashMap<>();
    jdbc.sql(TRACES)
        .param("ids", ids.toArray(UUID[]::new))
        .query(row -> {
          traces.put(row.getObject("id", UUID.class), row.getObject("trace_id", UUID.class));
        });
    return traces;
  }

  /// Stores traces of runs that have none yet; returns the stored ones.
  Map<UUID, UUID> keep(Map<UUID, UUID> found, LocalDate day) {
    jdbc.sql(KEEP)
        .param("ids", found.keySet().toArray(UUID[]::new))
        .param("traces", found.values().toArray(UUID[]::new))
        .param("day", day)
        .update();
    return traces(found.keySet());
  }
}
