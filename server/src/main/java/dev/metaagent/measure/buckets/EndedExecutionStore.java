package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Ended executions as they are counted, read by the system role. A run that took no step is not a
/// run of an agent.
@Repository
public class EndedExecutionStore {

  private static final String COLUMNS =
      """
      wanted.agent, wanted.start, run.agent_version, run.prompt_name, run.prompt_version, run.models[1] as model,
        run.environment, run.arm, run.success, run.late, run.action_count, run.input_tokens, run.output_tokens,
        run.cache_read_tokens, run.cache_write_tokens, run.cost_nano, run.unpriced_calls, run.duration_nanos,
        run.error_type
      """;

  /// Each bucket is looked up by its key: {@code offset 0} prevents the planner, which knows
  /// neither agents nor times, from reading the whole day instead.
  static final String IN_BUCKETS =
      """
      with wanted as (
        select agent, member, to_timestamp(start) as start, to_timestamp(start + :width) as stop
        from unnest(:agents::uuid[], :members::uuid[], :starts::bigint[]) as list (agent, member, start)
      )
      select %s
      from wanted
      cross join lateral (
        select * from executions
        where organization_id = :organization and agent_id = wanted.member
          and ended_at >= wanted.start and ended_at < wanted.stop offset 0) as run
      where run.status <> 3 and run.step_count > 0
      """
          .formatted(COLUMNS);

  private static final String TIMES =
      """
      select distinct agent_id,
        case when ended_at >= :tens then date_bin('10 seconds', ended_at, 'epoch')
          when ended_at >= :minutes then date_bin('1 minute', ended_at, 'epoch')
          else date_bin('1 hour', ended_at, 'epoch') end as bucket
      from executions
      where organization_id = :organization and agent_id = any(:agents) and ended_at is not null and status <> 3
        and step_count > 0
      """;

  private static final int FETCHED = 2_000;

  private final JdbcClient jdbc;

  EndedExecutionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Passes on the runs that are counted in the given buckets, without holding all of them.
  void each(
      OrganizationId organization,
      Width width,
      Collection<BucketKey> buckets,
      Aliases aliases,
      Consumer<EndedExecution> counted) {
    List<UUID> agents = new ArrayList<>();
    List<UUID> members = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    for (BucketKey touched : buckets) {
      for (AgentId member : aliases.members(touched.agent())) {
        agents.add(touched.agent().value());
        members.add(member.value());
        starts.add(touched.bucket().getEpochSecond());
      }
    }
    jdbc.sql(IN_BUCKETS)
        .withFetchSize(FETCHED)
        .param("organization", organization.value())
        .param("width", width.seconds())
        .param("agents", agents.toArray(UUID[]::new))
        .param("members", members.toArray(UUID[]::new))
        .param("starts", starts.toArray(Long[]::new))
        .query((RowCallbackHandler) row -> counted.accept(run(row)));
  }

  /// The times at which runs of some agents are counted, to the precision that is still kept.
  public List<BucketKey> times(
      OrganizationId organization, Collection<AgentId> agents, Instant now) {
    return jdbc.sql(TIMES)
        .param("organization", organization.value())
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .param("tens", Width.TEN_SECONDS.oldest(now).atOffset(ZoneOffset.UTC))
        .param("minutes", Width.MINUTE.oldest(now).atOffset(ZoneOffset.UTC))
        .query((row, number) ->
            new BucketKey(
                organization,
                new AgentId(row.getObject("agent_id", UUID.class)),
                row.getObject("bucket", OffsetDateTime.class).toInstant()))
        .list();
  }

  private static EndedExecution run(ResultSet row) throws SQLException {
    return new EndedExecution(
        new AgentId(row.getObject("agent", UUID.class)),
        row.getObject("start", OffsetDateTime.class).toInstant(),
        new Dimensions(
            known(row.getString("agent_version")),
            known(row.getString("prompt_name")),
            known(row.getString("prompt_version")),
            known(row.getString("model")),
            known(row.getString("environment")),
            known(row.getString("arm"))),
        row.getObject("success", Boolean.class),
        row.getBoolean("late"),
        row.getInt("action_count"),
        new Tokens(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("cache_read_tokens", Long.class),
            row.getObject("cache_write_tokens", Long.class)),
        row.getObject("cost_nano", Long.class),
        row.getInt("unpriced_calls"),
        row.getObject("duration_nanos", Long.class),
        row.getString("error_type"));
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }
}
