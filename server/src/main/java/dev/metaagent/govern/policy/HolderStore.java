package dev.metaagent.govern.policy;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of policy_holders of the organization in scope, inside its transaction.
@Repository
class HolderStore {

  /// Rows of an organization; beyond them only known processes are written.
  private static final int MOST = 100_000;

  private static final String WRITE =
      """
      insert into policy_holders as holder (organization_id, agent_id, instance, sdk, version, refused, seen_at)
      select :organization, agent, instance, sdk, version, refused, seen
      from unnest(:agents::uuid[], :instances::uuid[], :sdks::text[], :versions::text[]::bigint[],
        :refused::text[]::bigint[], :seen::text[]::timestamptz[])
        as one (agent, instance, sdk, version, refused, seen)
      where (select count(*) from policy_holders where organization_id = :organization) < :most
        or exists (select 1 from policy_holders known where known.organization_id = :organization
          and known.agent_id = one.agent and known.instance = one.instance)
      on conflict (organization_id, agent_id, instance) do update set sdk = excluded.sdk,
        version = excluded.version, refused = excluded.refused, seen_at = excluded.seen_at
      where holder.seen_at <= excluded.seen_at
      """;

  private static final String OF =
      """
      select agent_id, instance, sdk, version, refused, seen_at from policy_holders
      where organization_id = :organization and agent_id = :agent
        and (:after::uuid is null or instance > :after::uuid)
      order by instance limit :limit
      """;

  private static final String REMOVE =
      """
      delete from policy_holders where organization_id = :organization and seen_at < :before
      """;

  /// One process and what it holds.
  record Row(
      AgentId agent, UUID instance, String sdk, long version, long refused, Instant seenAt) {}

  private final TenantSql jdbc;

  HolderStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Writes rows; of a process that another node wrote later, the later row stays.
  void write(List<Row> rows) {
    jdbc.sql(WRITE)
        .param("agents", texts(rows, row -> row.agent().toString()))
        .param("instances", texts(rows, row -> row.instance().toString()))
        .param("sdks", texts(rows, Row::sdk))
        .param("versions", texts(rows, row -> Long.toString(row.version())))
        .param("refused", texts(rows, row -> Long.toString(row.refused())))
        .param("seen", texts(rows, row -> row.seenAt().toString()))
        .param("most", MOST)
        .update();
  }

  private static String[] texts(List<Row> rows, Function<Row, String> field) {
    return rows.stream().map(field).toArray(String[]::new);
  }

  List<Row> of(AgentId agent, @Nullable UUID after, int limit) {
    return jdbc.sql(OF)
        .param("agent", agent.value())
        .param("after", after, Types.OTHER)
        .param("limit", limit)
        .query((row, number) ->
            new Row(
                new AgentId(row.getObject("agent_id", UUID.class)),
                row.getObject("instance", UUID.class),
                row.getString("sdk"),
                row.getLong("version"),
                row.getLong("refused"),
                row.getObject("seen_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  int removeBefore(Instant before) {
    return jdbc.sql(REMOVE)
        .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
        .update();
  }
}
