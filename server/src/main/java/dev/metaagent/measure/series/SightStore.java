package dev.metaagent.measure.series;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// When an agent ran with each value of a dimension for the first and the last time, whatever range
/// is asked for. Buckets say in which stretch of time, the runs in it say exactly when.
@Repository
public class SightStore {

  /// Buckets of the last hours are read in their finest width: hours may not have caught up yet.
  private static final String BUCKETS =
      """
      select {bucket} as value, width, min(bucket) as first, max(bucket) as last
      from agent_metric_buckets
      where organization_id = :organization and agent_id = :agent
        and (width = 3600 or (width = 10 and bucket >= :recent))
      group by 1, 2
      """;

  private static final String RUNS =
      """
      select min(run.started_at) as first, max(run.started_at) as last
      from agent_registry member
      cross join lateral (
        select started_at from executions
        where organization_id = :organization and agent_id = member.id and ended_at >= :from and ended_at < :to
          and step_count > 0 and status <> 3 and {run} = :value offset 0) run
      where member.organization_id = :organization and (member.id = :agent or member.merged_into = :agent)
      """;

  /// The first sight is also noted as a change, which outlives the runs.
  private static final String NOTED =
      """
      select to_value as value, min(at) as first from agent_changes
      where organization_id = :organization and agent_id = :agent and kind = :kind group by 1
      """;

  /// When runs with one value began for the first and the last time; null when that is not kept.
  public record Sight(@Nullable Instant first, @Nullable Instant last) {
    public static final Sight UNKNOWN = new Sight(null, null);
  }

  private record Stretch(Instant from, Instant to) {}

  private record Ends(Stretch first, Stretch last) {
    Ends and(Ends other) {
      return new Ends(
          first.from().isBefore(other.first.from()) ? first : other.first,
          last.to().isAfter(other.last.to()) ? last : other.last);
    }
  }

  private final TenantSql jdbc;

  SightStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Sights by value, of the values that are wanted, inside a tenant's transaction.
  public Map<String, Sight> of(
      AgentId agent, SeriesReport.By by, List<String> wanted, Instant now) {
    Map<String, Ends> ends = ends(agent, by, now);
    Map<String, Instant> noted = by.kind() == null ? Map.of() : noted(agent, by.kind());
    Map<String, Sight> sights = new HashMap<>();
    for (String value : wanted) {
      Ends known = ends.get(value);
      if (known != null) {
        Instant first =
            noted.containsKey(value)
                ? noted.get(value)
                : runs(agent, by, value, known.first()).first();
        sights.put(value, new Sight(first, runs(agent, by, value, known.last()).last()));
      }
    }
    return sights;
  }

  private Map<String, Ends> ends(AgentId agent, SeriesReport.By by, Instant now) {
    Map<String, Ends> ends = new HashMap<>();
    jdbc.sql(BUCKETS.replace("{bucket}", by.bucketColumn()))
        .param("agent", agent.value())
        .param("recent", BucketStore.utc(Width.TEN_SECONDS.oldest(now)))
        .query(row -> {
          long width = row.getLong("width");
          Instant first = row.getObject("first", OffsetDateTime.class).toInstant();
          Instant last = row.getObject("last", OffsetDateTime.class).toInstant();
          ends.merge(
              row.getString("value"),
              new Ends(
                  new Stretch(first, first.plusSeconds(width)),
                  new Stretch(last, last.plusSeconds(width))),
              Ends::and);
        });
    return ends;
  }

  private Map<String, Instant> noted(AgentId agent, String kind) {
    Map<String, Instant> noted = new HashMap<>();
    jdbc.sql(NOTED)
        .param("agent", agent.value())
        .param("kind", kind)
        .query(row -> {
          noted.put(
              row.getString("value"), row.getObject("first", OffsetDateTime.class).toInstant());
        });
    return noted;
  }

  private Sight runs(AgentId agent, SeriesReport.By by, String value, Stretch stretch) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(RUNS.replace("{run}", by.runColumn()))
            .param("agent", agent.value())
            .param("value", value)
            .param("from", BucketStore.utc(stretch.from()))
            .param("to", BucketStore.utc(stretch.to()));
    return statement
        .query((row, number) ->
            new Sight(
                instant(row.getObject("first", OffsetDateTime.class)),
                instant(row.getObject("last", OffsetDateTime.class))))
        .optional()
        .orElse(Sight.UNKNOWN);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant).orElse(null);
  }
}
