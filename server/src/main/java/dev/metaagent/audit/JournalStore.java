package dev.metaagent.audit;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads and appends the rows of `audit_log` of the organization in scope.
@Component
class JournalStore {

  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtext('audit_log'), hashtext(:organization))
      """;

  private static final String LAST =
      """
      select id, hash from audit_log order by id desc limit 1
      """;

  private static final String APPEND =
      """
      insert into audit_log (organization_id, id, at, actor, action, subject, reason, details, previous_hash, hash)
      values (:organization, :id, :at, :actor, :action, :subject, :reason, :details, :previous, :hash)
      """;

  private static final String NEWEST =
      """
      select id, at, actor, action, subject, reason, details, previous_hash, hash from audit_log
      where id < :before order by id desc limit :limit
      """;

  private static final String FOLLOWING =
      """
      select id, at, actor, action, subject, reason, details, previous_hash, hash from audit_log
      where id > :after order by id limit :limit
      """;

  /// One stored row.
  record Row(long id, Instant at, Change change, String previousHash, String hash) {}

  /// The end of a chain.
  record Last(long id, String hash) {}

  private static final HexFormat HEX = HexFormat.of();

  private final JdbcClient jdbc;

  JournalStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Makes this transaction the only one that appends for the organization, and answers its last
  /// entry.
  Optional<Last> lockEnd(OrganizationId organization) {
    jdbc.sql(LOCK).param("organization", organization.toString()).query().singleRow();
    return jdbc.sql(LAST)
        .query((row, number) -> new Last(row.getLong("id"), HEX.formatHex(row.getBytes("hash"))))
        .optional();
  }

  void append(OrganizationId organization, Row row) {
    jdbc.sql(APPEND)
        .param("organization", organization.value())
        .param("id", row.id())
        .param("at", OffsetDateTime.ofInstant(row.at(), ZoneOffset.UTC))
        .param("actor", row.change().actor())
        .param("action", row.change().action())
        .param("subject", row.change().subject())
        .param("reason", row.change().reason())
        .param("details", row.change().details())
        .param("previous", HEX.parseHex(row.previousHash()))
        .param("hash", HEX.parseHex(row.hash()))
        .update();
  }

  List<Row> newest(long before, int limit) {
    return jdbc.sql(NEWEST)
        .param("before", before)
        .param("limit", limit)
        .query(JournalStore::row)
        .list();
  }

  List<Row> following(long after, int limit) {
    return jdbc.sql(FOLLOWING)
        .param("after", after)
        .param("limit", limit)
        .query(JournalStore::row)
        .list();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        new Change(
            row.getString("actor"),
            row.getString("action"),
            row.getString("subject"),
            row.getString("reason"),
            row.getString("details")),
        HEX.formatHex(row.getBytes("previous_hash")),
        HEX.formatHex(row.getBytes("hash")));
  }
}
