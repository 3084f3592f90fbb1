package dev.metaagent.govern.policy;

import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of policy_keys of the organization in scope, inside its transaction.
@Repository
class PolicyKeyStore {

  private static final String ALL =
      """
      select number, not_before, not_after from policy_keys
      where organization_id = :organization order by number
      """;

  /// Two rotations at once wait for each other.
  private static final String LOCK =
      """
      select number from policy_keys
      where organization_id = :organization order by number for update
      """;

  private static final String INSERT =
      """
      insert into policy_keys (organization_id, number, not_before, created_by)
      values (:organization, :number, :at, :by) on conflict do nothing
      """;

  private static final String END =
      """
      update policy_keys set not_after = :at
      where organization_id = :organization and number = :number and not_after is null
      """;

  /// A key without its secret.
  ///
  /// @param notAfter null: it is the newest
  record Row(int number, Instant notBefore, @Nullable Instant notAfter) {}

  private final TenantSql jdbc;

  PolicyKeyStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// All keys, the oldest first.
  List<Row> all() {
    return jdbc.sql(ALL).query((row, number) -> row(row)).list();
  }

  void lock() {
    jdbc.sql(LOCK).query(Integer.class).list();
  }

  void insert(int number, Instant at, String by) {
    jdbc.sql(INSERT)
        .param("number", number)
        .param("at", utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("by", by)
        .update();
  }

  void end(int number, Instant at) {
    jdbc.sql(END)
        .param("number", number)
        .param("at", utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static Row row(ResultSet row) throws SQLException {
    OffsetDateTime end = row.getObject("not_after", OffsetDateTime.class);
    return new Row(
        row.getInt("number"),
        row.getObject("not_before", OffsetDateTime.class).toInstant(),
        end == null ? null : end.toInstant());
  }

  private static OffsetDateTime utc(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
