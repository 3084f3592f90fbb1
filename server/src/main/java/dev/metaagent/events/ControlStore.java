package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of control_topics and control_messages.
@Repository
class ControlStore {

  /// The lock on the row of the topic is held until the transaction ends. A revision is at least
  /// the time, so that a database that was restored to an earlier state gives no revision out
  /// again.
  private static final String SEND =
      """
      with next as (
        insert into control_topics as topic (organization_id, topic, revision) values (:organization, :topic, :floor)
        on conflict (organization_id, topic) do update set revision = greatest(topic.revision + 1, excluded.revision)
        returning revision)
      insert into control_messages (organization_id, topic, key, revision, payload, at)
      select :organization, :topic, :key, next.revision, :payload, :at from next
      on conflict (organization_id, topic, key) do update set revision = excluded.revision, payload = excluded.payload,
        at = excluded.at
      returning revision
      """;

  private static final String LOCK =
      """
      insert into control_topics as topic (organization_id, topic, revision) values (:organization, :topic, 0)
      on conflict (organization_id, topic) do update set revision = topic.revision
      """;

  private static final String ONE =
      """
      select key, revision, payload, at from control_messages
      where organization_id = :organization and topic = :topic and key = :key
      """;

  private static final String AFTER =
      """
      select key, revision, payload, at from control_messages
      where organization_id = :organization and topic = :topic and revision > :revision
      order by revision
      """;

  private static final String HEADS =
      """
      select organization_id, topic, revision from control_topics where topic = any(:topics)
      """;

  private static final String FORGET =
      """
      delete from control_messages where organization_id = :organization and topic = :topic and at < :before
      """;

  /// The newest revision of a topic.
  record Head(OrganizationId organization, String topic, long revision) {}

  private final JdbcClient jdbc;

  ControlStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  long send(
      OrganizationId organization, String topic, String key, @Nullable String payload, Instant at) {
    return jdbc.sql(SEND)
        .param("organization", organization.value())
        .param("topic", topic)
        .param("key", key)
        .param("payload", payload, Types.VARCHAR)
        .param("at", EventLog.utc(at))
        .param("floor", at.toEpochMilli())
        .query(Long.class)
        .single();
  }

  List<ControlMessage> after(OrganizationId organization, String topic, long revision) {
    return jdbc.sql(AFTER)
        .param("organization", organization.value())
        .param("topic", topic)
        .param("revision", revision)
        .query((row, number) -> message(organization, topic, row))
        .list();
  }

  int forget(OrganizationId organization, String topic, Instant before) {
    return jdbc.sql(FORGET)
        .param("organization", organization.value())
        .param("topic", topic)
        .param("before", EventLog.utc(before))
        .update();
  }

  Optional<ControlMessage> find(OrganizationId organization, String topic, String key) {
    return jdbc.sql(ONE)
        .param("organization", organization.value())
        .param("topic", topic)
        .param("key", key)
        .query((row, number) -> message(organization, topic, row))
        .optional();
  }

  /// Takes the lock of the row of a topic.
  void lock(OrganizationId organization, String topic) {
    jdbc.sql(LOCK).param("organization", organization.value()).param("topic", topic).update();
  }

  private static ControlMessage message(OrganizationId organization, String topic, ResultSet row)
      throws SQLException {
    return new ControlMessage(
        organization,
        topic,
        row.getString("key"),
        row.getLong("revision"),
        row.getString("payload"),
        row.getTimestamp("at").toInstant());
  }

  /// The newest revisions of some topics in all organizations, in a system transaction.
  List<Head> heads(Collection<String> topics) {
    return jdbc.sql(HEADS)
        .param("topics", topics.toArray(String[]::new))
        .query((row, number) ->
            new Head(EventLog.organization(row), row.getString("topic"), row.getLong("revision")))
        .list();
  }
}
