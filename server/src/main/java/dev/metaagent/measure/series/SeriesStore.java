package dev.metaagent.measure.series;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.Bucket;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.search.GroupTally;
import dev.metaagent.statistics.QuantileSketch;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/// Rows of agent_metric_buckets as questions read them, for one organization.
@Repository
public class SeriesStore {

  private static final String SEGMENTS =
      """
      from unnest(:widths::int[], :froms::bigint[], :tos::bigint[]) as segment (segment_width, since, until)
      join agent_metric_buckets on organization_id = :organization and width = segment_width
        and bucket >= to_timestamp(since) and bucket < to_timestamp(until)
        and (:everybody or agent_id = any(:agents::uuid[]))
      """;

  private static final String WHOLE = "select " + BucketStore.COLUMNS + SEGMENTS;

  private static final String OUTLINE =
      "select agent_id, bucket, ok, failed, unknown, latency " + SEGMENTS;

  private static final String SUMS =
      """
      select agent_id, sum(ok) as ok, sum(failed) as failed, sum(unknown) as unknown, sum(cost_nano)::bigint as cost_nano,
        sum(actions)::bigint as actions
      """
          + SEGMENTS
          + "group by agent_id";

  private static final String GROUPED =
      """
      select nullif({key}::text, '') as key, sum(ok) as ok, sum(failed) as failed,
        sum(ok + failed + unknown) as executions, sum(cost_nano)::bigint as cost, sum(unpriced) as unpriced,
        sum(case when input_tokens is null and output_tokens is null then null
          else coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end)::bigint as tokens,
        array_agg(latency) filter (where latency is not null) as latencies
      """
          + SEGMENTS;

  private static final double NANOS_PER_MS = 1e6;

  private static final String PROMPTS =
      """
      select distinct on (agent_id) agent_id, prompt_name, prompt_version
      from agent_metric_buckets
      where organization_id = :organization and width = :width and bucket >= :since and prompt_version <> ''
      order by agent_id, bucket desc, ok + failed + unknown desc
      """;

  /// One bucket without what a ribbon does not show.
  public record Outline(
      AgentId agent, Instant at, long ok, long failed, long unknown, QuantileSketch latencyMs) {}

  /// What an agent did in a stretch of time.
  public record Sum(long ok, long failed, long unknown, @Nullable Long costNano, long actions) {
    public static final Sum NOTHING = new Sum(0, 0, 0, null, 0);

    public long executions() {
      return ok + failed + unknown;
    }
  }

  /// The prompt that an agent last ran with.
  public record Prompt(String name, String version) {}

  private final JdbcClient jdbc;

  SeriesStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// @param agents null for all
  void whole(
      OrganizationId organization,
      @Nullable Collection<AgentId> agents,
      List<RollupPlan.Segment> segments,
      Consumer<Bucket> reader) {
    bound(WHOLE, organization, agents, segments)
        .query(row -> {
          reader.accept(BucketStore.bucket(row));
        });
  }

  public void outlines(
      OrganizationId organization,
      Collection<AgentId> agents,
      List<RollupPlan.Segment> segments,
      Consumer<Outline> reader) {
    bound(OUTLINE, organization, agents, segments)
        .query(row -> {
          reader.accept(outline(row));
        });
  }

  /// Sums by one dimension, without the errors and costs of single runs.
  ///
  /// @param agents null for all
  /// @param key the column of the groups
  /// @param equal values of dimensions by column, any of each
  List<GroupTally> grouped(
      OrganizationId organization,
      @Nullable Collection<AgentId> agents,
      List<RollupPlan.Segment> segments,
      String key,
      Map<String, List<String>> equal) {
    StringBuilder sql = new StringBuilder(GROUPED.replace("{key}", key));
    equal.keySet().forEach(column -> sql.append(" and %1$s = any(:%1$s)".formatted(column)));
    StatementSpec statement = bound(sql + " group by 1", organization, agents, segments);
    for (Map.Entry<String, List<String>> one : equal.entrySet()) {
      statement = statement.param(one.getKey(), one.getValue().toArray(String[]::new));
    }
    return statement.query((row, _) -> group(row)).list();
  }

  private static GroupTally group(ResultSet row) throws SQLException {
    QuantileSketch latency = new QuantileSketch();
    Array parts = row.getArray("latencies");
    if (parts != null) {
      for (byte[] part : (byte[][]) parts.getArray()) {
        latency.add(part);
      }
    }
    Double p95 = latency.quantile(0.95);
    return new GroupTally(
        row.getString("key"),
        row.getLong("ok"),
        row.getLong("failed"),
        row.getLong("executions"),
        row.getObject("cost", Long.class),
        row.getLong("unpriced"),
        row.getObject("tokens", Long.class),
        p95 == null ? null : (Long) Math.round(p95 * NANOS_PER_MS));
  }

  /// What an agent did with one version.
  public MetricAccumulator of(
      OrganizationId organization,
      AgentId agent,
      ChangedVersion version,
      List<RollupPlan.Segment> segments) {
    MetricAccumulator all = new MetricAccumulator();
    bound(WHOLE + " and " + version.inBuckets(), organization, List.of(agent), segments)
        .param("value", version.value())
        .param("name", version.name())
        .query(row -> {
          all.add(BucketStore.bucket(row).tally());
        });
    return all;
  }

  public Map<AgentId, Sum> sums(
      OrganizationId organization,
      @Nullable Collection<AgentId> agents,
      List<RollupPlan.Segment> segments) {
    Map<AgentId, Sum> sums = new HashMap<>();
    bound(SUMS, organization, agents, segments)
        .query(row -> {
          sums.put(
              new AgentId(row.getObject("agent_id", UUID.class)),
              new Sum(
                  row.getLong("ok"),
                  row.getLong("failed"),
                  row.getLong("unknown"),
                  row.getObject("cost_nano", Long.class),
                  row.getLong("actions")));
        });
    return sums;
  }

  public Map<AgentId, Prompt> prompts(OrganizationId organization, Instant now) {
    Map<AgentId, Prompt> prompts = new HashMap<>();
    for (Width width : List.of(Width.HOUR, Width.TEN_SECONDS)) {
      Instant since = width == Width.HOUR ? Width.MINUTE.oldest(now) : now.minusSeconds(900);
      jdbc.sql(PROMPTS)
          .param("organization", organization.value())
          .param("width", width.seconds())
          .param("since", BucketStore.utc(since))
          .query(row -> {
            prompts.put(
                new AgentId(row.getObject("agent_id", UUID.class)),
                new Prompt(row.getString("prompt_name"), row.getString("prompt_version")));
          });
    }
    return prompts;
  }

  private StatementSpec bound(
      String sql,
      OrganizationId organization,
      @Nullable Collection<AgentId> agents,
      List<RollupPlan.Segment> segments) {
    return jdbc.sql(sql)
        .param("organization", organization.value())
        .param("everybody", agents == null)
        .param(
            "agents",
            agents == null ? new UUID[0] : agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .param(
            "widths",
            segments.stream().map(segment -> segment.width().seconds()).toArray(Integer[]::new))
        .param(
            "froms",
            segments.stream().map(segment -> segment.from().getEpochSecond()).toArray(Long[]::new))
        .param("tos", segments.stream().map(SeriesStore::until).toArray(Long[]::new));
  }

  /// Buckets begin at whole seconds: a later part of a second belongs to the next.
  private static Long until(RollupPlan.Segment segment) {
    Instant to = segment.to();
    return to.getNano() == 0 ? to.getEpochSecond() : to.getEpochSecond() + 1;
  }

  private static Outline outline(ResultSet row) throws SQLException {
    QuantileSketch latency = new QuantileSketch();
    latency.add(row.getBytes("latency"));
    return new Outline(
        new AgentId(row.getObject("agent_id", UUID.class)),
        row.getObject("bucket", OffsetDateTime.class).toInstant(),
        row.getInt("ok"),
        row.getInt("failed"),
        row.getInt("unknown"),
        latency);
  }
}
