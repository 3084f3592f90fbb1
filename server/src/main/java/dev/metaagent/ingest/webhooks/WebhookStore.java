package dev.metaagent.ingest.webhooks;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of `webhook_sources` and `webhook_signatures` of the organization in scope.
@Repository
class WebhookStore {

  private static final String COLUMNS =
      """
      id, source, name, mapping, rotation, rotated_at, created_at, created_by, disabled, last_received_at, received,
        refused, last_problem
      """;

  private static final String INSERT =
      """
      insert into webhook_sources (organization_id, id, source, name, mapping, created_at, created_by)
      values (:organization, :id, :source, :name, :mapping, :at, :by)
      """;

  private static final String CHANGE =
      """
      update webhook_sources set name = :name, mapping = :mapping, disabled = :disabled, rotation = :rotation,
        rotated_at = :rotated
      where id = :id
      """;

  private static final String COUNT =
      """
      update webhook_sources set received = received + :received, refused = refused + :refused,
        last_received_at = greatest(last_received_at, :at), last_problem = coalesce(:problem, last_problem)
      where id = :id
      """;

  private static final String CLAIM =
      """
      insert into webhook_signatures as kept (organization_id, webhook_id, signature, expires_at, done, claimed_until)
      values (:organization, :id, :signature, :expires, false, :until)
      on conflict (organization_id, webhook_id, signature) do update set claimed_until = excluded.claimed_until
      where not kept.done and kept.claimed_until < :now
      """;

  private static final String IS_DONE =
      """
      select done from webhook_signatures where webhook_id = :id and signature = :signature
      """;

  private final JdbcClient jdbc;

  WebhookStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  List<Webhook> all() {
    return jdbc.sql("select " + COLUMNS + " from webhook_sources order by created_at desc, id")
        .query((row, number) -> webhook(row))
        .list();
  }

  Optional<Webhook> find(String id) {
    return jdbc.sql("select " + COLUMNS + " from webhook_sources where id = :id")
        .param("id", id)
        .query((row, number) -> webhook(row))
        .optional();
  }

  /// The same, locked until the transaction of the caller ends.
  Optional<Webhook> lock(String id) {
    return jdbc.sql("select " + COLUMNS + " from webhook_sources where id = :id for update")
        .param("id", id)
        .query((row, number) -> webhook(row))
        .optional();
  }

  int count() {
    return jdbc.sql("select count(*) from webhook_sources").query(Integer.class).single();
  }

  void insert(OrganizationId organization, Webhook webhook) {
    jdbc.sql(INSERT)
        .param("organization", organization.value())
        .param("id", webhook.id())
        .param("source", webhook.source().wire())
        .param("name", webhook.name())
        .param("mapping", webhook.mapping(), Types.VARCHAR)
        .param("at", webhook.createdAt().atOffset(ZoneOffset.UTC))
        .param("by", webhook.createdBy())
        .update();
  }

  void change(Webhook webhook) {
    Instant rotated = webhook.rotatedAt();
    jdbc.sql(CHANGE)
        .param("id", webhook.id())
        .param("name", webhook.name())
        .param("mapping", webhook.mapping(), Types.VARCHAR)
        .param("disabled", webhook.disabled())
        .param("rotation", webhook.rotation())
        .param(
            "rotated",
            rotated == null ? null : rotated.atOffset(ZoneOffset.UTC),
            Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  boolean delete(String id) {
    jdbc.sql("delete from webhook_signatures where webhook_id = :id").param("id", id).update();
    return jdbc.sql("delete from webhook_sources where id = :id").param("id", id).update() == 1;
  }

  void count(String id, long received, long refused, Instant at, @Nullable String problem) {
    jdbc.sql(COUNT)
        .param("id", id)
        .param("received", received)
        .param("refused", refused)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("problem", problem, Types.VARCHAR)
        .update();
  }

  /// Claims a signature for a time, unless it is done or claimed by a request in progress.
  boolean claim(
      OrganizationId organization,
      String id,
      byte[] signature,
      Instant now,
      Instant until,
      Instant expires) {
    return jdbc.sql(CLAIM)
            .param("organization", organization.value())
            .param("id", id)
            .param("signature", signature)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("until", until.atOffset(ZoneOffset.UTC))
            .param("expires", expires.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /// Whether the request of a signature was processed completely.
  boolean done(String id, byte[] signature) {
    return jdbc.sql(IS_DONE)
        .param("id", id)
        .param("signature", signature)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /// Stores a signature until it expires: its request is never accepted again.
  void finish(String id, byte[] signature) {
    jdbc.sql(
            "update webhook_signatures set done = true where webhook_id = :id and signature ="
                + " :signature")
        .param("id", id)
        .param("signature", signature)
        .update();
  }

  /// Releases a signature, so that its request may be sent again.
  void giveBack(String id, byte[] signature) {
    jdbc.sql("delete from webhook_signatures where webhook_id = :id and signature = :signature")
        .param("id", id)
        .param("signature", signature)
        .update();
  }

  void forgetExpired(Instant now) {
    jdbc.sql("delete from webhook_signatures where expires_at < :now")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        row.getString("id"),
        SourceKind.of(row.getString("source")),
        row.getString("name"),
        row.getString("mapping"),
        row.getInt("rotation"),
        instant(row, "rotated_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"),
        row.getBoolean("disabled"),
        instant(row, "last_received_at"),
        row.getLong("received"),
        row.getLong("refused"),
        row.getString("last_problem"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
