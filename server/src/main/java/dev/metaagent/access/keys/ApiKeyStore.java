package dev.metaagent.access.keys;

import dev.metaagent.access.ApiKey;
import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads and writes the rows of `api_keys` of the organization in scope.
@Component
class ApiKeyStore {

  private static final String INSERT =
      """
      insert into api_keys (organization_id, id, name, scope, agents, secret_hash, created_at, created_by, expires_at)
      values (:organization, :id, :name, :scope, :agents, :hash, :created, :creator, :expires)
      """;

  private static final String ALL =
      """
      select id, name, scope, agents, secret_hash, created_at, created_by, expires_at, revoked_at, last_used_at
      from api_keys order by created_at desc, id
      """;

  private static final String USABLE =
      """
      select id, name, scope, agents, secret_hash, created_at, created_by, expires_at, revoked_at, last_used_at
      from api_keys where revoked_at is null and (expires_at is null or expires_at > :at)
      """;

  private static final String REVOKE =
      """
      update api_keys set revoked_at = :at where id = :id and revoked_at is null
      """;

  private static final String USED =
      """
      update api_keys set last_used_at = greatest(last_used_at, :at) where id = :id
      """;

  /// A key with the hash of its secret.
  record Stored(ApiKey key, String secretHash) {}

  private final JdbcClient jdbc;

  ApiKeyStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  void insert(OrganizationId organization, Stored stored) {
    ApiKey key = stored.key();
    jdbc.sql(INSERT)
        .param("organization", organization.value())
        .param("id", key.id())
        .param("name", key.name())
        .param("scope", key.scope().wire())
        .param("agents", agents(key), java.sql.Types.ARRAY)
        .param("hash", HexFormat.of().parseHex(stored.secretHash()))
        .param("created", utc(key.createdAt()))
        .param("creator", key.createdBy())
        .param("expires", utc(key.expiresAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  List<ApiKey> all() {
    return jdbc.sql(ALL).query((row, number) -> stored(row).key()).list();
  }

  /// The keys that are valid at a time.
  List<Stored> usable(Instant at) {
    return jdbc.sql(USABLE).param("at", utc(at)).query((row, number) -> stored(row)).list();
  }

  boolean revoke(String id, Instant at) {
    return jdbc.sql(REVOKE).param("id", id).param("at", utc(at)).update() == 1;
  }

  void used(String id, Instant at) {
    jdbc.sql(USED).param("id", id).param("at", utc(at)).update();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    ApiKey key =
        new ApiKey(
            row.getString("id"),
            row.getString("name"),
            KeyScope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
            agents(row),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            row.getString("created_by"),
            instant(row, "expires_at"),
            instant(row, "revoked_at"),
            instant(row, "last_used_at"),
            ApiKey.State.ACTIVE);
    return new Stored(key, HexFormat.of().formatHex(row.getBytes("secret_hash")));
  }

  private static String @Nullable [] agents(ApiKey key) {
    return key.agents() == null ? null : key.agents().toArray(String[]::new);
  }

  private static @Nullable List<String> agents(ResultSet row) throws SQLException {
    Array agents = row.getArray("agents");
    return agents == null ? null : List.of((String[]) agents.getArray());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
