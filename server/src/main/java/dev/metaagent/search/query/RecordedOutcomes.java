package dev.metaagent.search.query;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Evidence of the success of executions, read within the transaction of the caller.
@Repository
public class RecordedOutcomes {

  private static final String ATTACHED =
      """
      select * from execution_outcomes
      where organization_id = :organization and trace_id = :trace and execution_span = :span
      """;

  private static final String DECLARED =
      """
      select declared_success from executions
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = :span
        and declared_success is not null
      """;

  private final TenantSql jdbc;

  RecordedOutcomes(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Everything that is known about one execution, how it ended included.
  public List<Evidence> of(ExecutionRow run) {
    Instant at = run.endedAt() == null ? run.startedAt() : run.endedAt();
    List<Evidence> all =
        new ArrayList<>(
            jdbc.sql(ATTACHED)
                .param("trace", run.id().trace().value())
                .param("span", run.id().span())
                .query((row, number) -> evidence(row))
                .list());
    jdbc.sql(DECLARED)
        .param("day", run.day())
        .param("trace", run.id().trace().value())
        .param("span", run.id().span())
        .query(Boolean.class)
        .optional()
        .ifPresent(declared -> all.add(Evidence.declared(declared, at)));
    all.add(Evidence.status(run.status(), at));
    return all;
  }

  private static Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(
        row.getString("id"),
        row.getString("kind"),
        row.getObject("success", Boolean.class),
        EvidenceSource.ofWire(row.getString("source")),
        row.getObject("confidence", Double.class),
        row.getBigDecimal("value"),
        row.getString("comment"),
        row.getString("said_by"),
        ExecutionRow.instant(row, "at"),
        ExecutionRow.instant(row, "received_at"));
  }
}
