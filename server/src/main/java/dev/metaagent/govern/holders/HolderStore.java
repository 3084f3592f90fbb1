package dev.metaagent.govern.holders;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static final String PAGE =
      """
      select holder.agent_id, holder.instance, holder.sdk, holder.version, holder.refused, holder.seen_at,
        open.seen_at is not null as connected, greatest(holder.seen_at, holder.streamed_at, open.seen_at) as last_seen_at
      from policy_holders holder
      left join lateral (
        select max(stream.seen_at) as seen_at from policy_streams stream
        where stream.organization_id = :organization and stream.instance = holder.instance
          and holder.agent_id = any(stream.agents) and stream.seen_at > now() - :alive * interval '1 second'
      ) open on true
      where holder.organization_id = :organization
        and (:agent::uuid is null or holder.agent_id = :agent::uuid)
        and (:afterAgent::uuid is null
          or (holder.agent_id, holder.instance) > (:afterAgent::uuid, :afterInstance::uuid))
        and (:connected::boolean is null or (open.seen_at is not null) = :connected::boolean)
      order by holder.agent_id, holder.instance limit :limit
      """;

  private static final String REMOVE =
      """
      delete from policy_holders holder
      where organization_id = :organization and seen_at < :before and coalesce(streamed_at, seen_at) < :before
        and not exists (select 1 from policy_streams stream where stream.organization_id = :organization
          and stream.instance = holder.instance and holder.agent_id = any(stream.agents))
      """;

  /// One process and what it said that it holds.
  record Row(
      AgentId agent, UUID instance, String sdk, long version, long refused, Instant seenAt) {}

  /// A row that was read.
  ///
  /// @param connected whether a stream of the process for this agent is open on any node
  record Found(Row row, boolean connected, Instant lastSeenAt) {}

  /// Names a row.
  record Place(AgentId agent, UUID instance) {}

  /// Which rows are wanted.
  ///
  /// @param agent null: of all
  /// @param connected null: both
  record Wanted(
      @Nullable AgentId agent, @Nullable Boolean connected, @Nullable Place after, int limit) {}

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

  /// Rows in the order of agents and processes.
  List<Found> page(Wanted wanted) {
    Place after = wanted.after();
    return jdbc.sql(PAGE)
        .param("alive", StreamStore.ALIVE.toSeconds())
        .param("agent", wanted.agent() == null ? null : wanted.agent().value(), Types.OTHER)
        .param("afterAgent", after == null ? null : after.agent().value(), Types.OTHER)
        .param("afterInstance", after == null ? null : after.instance(), Types.OTHER)
        .param("connected", wanted.connected(), Types.BOOLEAN)
        .param("limit", wanted.limit())
        .query((row, number) -> found(row))
        .list();
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        new Row(
            new AgentId(row.getObject("agent_id", UUID.class)),
            row.getObject("instance", UUID.class),
            row.getString("sdk"),
            row.getLong("version"),
            row.getLong("refused"),
            time(row, "seen_at")),
        row.getBoolean("connected"),
        time(row, "last_seen_at"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  int removeBefore(Instant before) {
    return jdbc.sql(REMOVE)
        .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
        .update();
  }
}
