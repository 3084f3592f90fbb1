package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of agent_metric_dirty: what must be counted again.
@Repository
public class DirtyStore {

  /// The width under which days are marked; one more while a day is being counted, so that a mark
  /// survives a crash and a run that ends meanwhile marks the day anew.
  static final int DAY = 86_400;

  private static final String MARK =
      """
      insert into agent_metric_dirty (organization_id, width, agent_id, bucket, since) values (?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String TAKE =
      """
      delete from agent_metric_dirty where (organization_id, width, agent_id, bucket) in (
        select organization_id, width, agent_id, bucket from agent_metric_dirty
        where width = :width and since <= :before
        order by bucket desc limit :limit for update skip locked)
      returning organization_id, agent_id, bucket
      """;

  private static final String DAYS =
      """
      select distinct organization_id, bucket from agent_metric_dirty where width in (86400, 86401) and bucket < :before
      order by bucket desc
      """;

  private static final String CLAIM_DAY =
      """
      with marked as (
        delete from agent_metric_dirty
        where organization_id = :organization and width = 86400 and bucket = :bucket
        returning *)
      insert into agent_metric_dirty (organization_id, width, agent_id, bucket, since)
      select organization_id, 86401, agent_id, bucket, since from marked
      on conflict do nothing
      """;

  private static final String CLAIMED =
      """
      select agent_id from agent_metric_dirty
      where organization_id = :organization and width = 86401 and bucket = :bucket
      """;

  private static final String RELEASE_DAY =
      """
      delete from agent_metric_dirty
      where organization_id = :organization and width = 86401 and bucket = :bucket and agent_id = any(:agents)
      """;

  /// A day of an organization that must be aggregated, by the instant at which it began.
  public record Day(OrganizationId organization, Instant start) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  DirtyStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.batches = new JdbcTemplate(dataSource);
  }

  void mark(int width, Collection<BucketKey> buckets, Instant now) {
    OffsetDateTime since = BucketStore.utc(now);
    batches.batchUpdate(
        MARK,
        buckets,
        500,
        (statement, touched) -> {
          statement.setObject(1, touched.organization().value());
          statement.setInt(2, width);
          statement.setObject(3, touched.agent().value());
          statement.setObject(4, BucketStore.utc(touched.bucket()));
          statement.setObject(5, since);
        });
  }

  /// Takes the newest marks of one width that were made until an instant.
  List<BucketKey> take(Width width, Instant before, int limit) {
    return jdbc.sql(TAKE)
        .param("width", width.seconds())
        .param("before", BucketStore.utc(before))
        .param("limit", limit)
        .query((row, number) -> touched(row))
        .list();
  }

  /// Marked days that began before an instant.
  public List<Day> days(Instant before) {
    return jdbc.sql(DAYS)
        .param("before", BucketStore.utc(before))
        .query((row, number) ->
            new Day(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getObject("bucket", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// The agents whose runs of one day must be counted; their marks stand until {@link #release}.
  public List<AgentId> claim(Day day) {
    jdbc.sql(CLAIM_DAY)
        .param("organization", day.organization().value())
        .param("bucket", BucketStore.utc(day.start()))
        .update();
    return jdbc.sql(CLAIMED)
        .param("organization", day.organization().value())
        .param("bucket", BucketStore.utc(day.start()))
        .query((row, number) -> new AgentId(row.getObject("agent_id", UUID.class)))
        .list();
  }

  /// Removes the marks of agents that were counted.
  public int release(Day day, Collection<AgentId> agents) {
    return jdbc.sql(RELEASE_DAY)
        .param("organization", day.organization().value())
        .param("bucket", BucketStore.utc(day.start()))
        .param("agents", agents.stream().map(AgentId::value).toArray(UUID[]::new))
        .update();
  }

  private static BucketKey touched(ResultSet row) throws SQLException {
    return new BucketKey(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        new AgentId(row.getObject("agent_id", UUID.class)),
        row.getObject("bucket", OffsetDateTime.class).toInstant());
  }
}
