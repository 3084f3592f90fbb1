package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Everything an organization sees of its telemetry, without what depends on when it arrived and on
/// the key of its pseudonyms.
record Snapshot(
    List<@Nullable String> executions,
    List<@Nullable String> actions,
    List<@Nullable String> logRecords) {

  private static final String EXECUTIONS =
      """
      select (jsonb_build_object('agent', agent.normalized_name) || to_jsonb(execution)
        - 'organization_id' - 'agent_id' - 'arrived_at' - 'late')::text
      from executions as execution
      join agent_registry as agent
        on agent.organization_id = execution.organization_id and agent.id = execution.agent_id
      order by execution.trace_id, execution.span_id
      """;

  private static final String ACTIONS =
      """
      select (to_jsonb(action) - 'organization_id' - 'pack')::text from agent_execution_logs as action
      order by trace_id, span_id
      """;

  private static final String LOG_RECORDS =
      """
      select (to_jsonb(record) - 'organization_id' - 'pack' - 'id')::text from action_log_records as record
      order by trace_id, 1
      """;

  static Snapshot of(OrganizationId organization) {
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
    return Tenant.call(
        organization,
        () ->
            transactions.read(() ->
                new Snapshot(
                    rows(jdbc, EXECUTIONS), rows(jdbc, ACTIONS), rows(jdbc, LOG_RECORDS))));
  }

  private static List<@Nullable String> rows(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(String.class).list().stream()
        .<@Nullable String>map(row -> row == null ? null : row.replaceAll(":k[a-z2-7]{14}>", ">"))
        .toList();
  }
}
