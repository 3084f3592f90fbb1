package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads and writes the rows of `sessions` of the organization in scope.
@Component
class SessionStore {

  private static final String INSERT =
      """
      insert into sessions (organization_id, id, secret_hash, member_id, way, also, signed_in_at, last_seen_at,
        expires_at)
      values (:organization, :id, :hash, :member, :way, :also, :signedIn, :seen, :expires)
      """;

  private static final String ONE =
      """
      select id, secret_hash, member_id, way, also, signed_in_at, last_seen_at,
        least(expires_at, revoked_at) as expires_at
      from sessions where id = :id
      """;

  private static final String SEEN =
      """
      update sessions set last_seen_at = greatest(last_seen_at, :at) where id = :id
      """;

  private static final String END =
      """
      update sessions set revoked_at = :at where id = :id and revoked_at is null
      """;

  private static final String LEAVE =
      """
      update sessions set expires_at = least(expires_at, :at) where id = :id
      """;

  private static final String END_ALL =
      """
      update sessions set revoked_at = :at where member_id = :member and revoked_at is null
      """;

  private static final String CLEAN =
      """
      delete from sessions where expires_at < :at or revoked_at < :at or last_seen_at < :idle
      """;

  /// A session, which may have ended.
  ///
  /// @param linkedOrganizations further organizations that the same sign-in opened
  record Stored(
      String id,
      String secretHash,
      UUID memberId,
      AuthMethod method,
      Set<OrganizationId> linkedOrganizations,
      Instant signedInAt,
      Instant lastSeenAt,
      Instant expiresAt) {}

  private final JdbcClient jdbc;

  SessionStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  void insert(OrganizationId organization, Stored session) {
    jdbc.sql(INSERT)
        .param("organization", organization.value())
        .param("id", session.id())
        .param("hash", HexFormat.of().parseHex(session.secretHash()))
        .param("member", session.memberId())
        .param("way", session.method().wire())
        .param("also", ids(session.linkedOrganizations()))
        .param("signedIn", utc(session.signedInAt()))
        .param("seen", utc(session.lastSeenAt()))
        .param("expires", utc(session.expiresAt()))
        .update();
  }

  Optional<Stored> find(String id) {
    return jdbc.sql(ONE).param("id", id).query((row, number) -> stored(row)).optional();
  }

  void seen(String id, Instant at) {
    jdbc.sql(SEEN).param("id", id).param("at", utc(at)).update();
  }

  boolean end(String id, Instant at) {
    return jdbc.sql(END).param("id", id).param("at", utc(at)).update() == 1;
  }

  void leave(String id, Instant at) {
    jdbc.sql(LEAVE).param("id", id).param("at", utc(at)).update();
  }

  void endAll(UUID member, Instant at) {
    jdbc.sql(END_ALL).param("member", member).param("at", utc(at)).update();
  }

  /// Removes what ended before a time, or fell silent before another.
  void clean(Instant ended, Instant silent) {
    jdbc.sql(CLEAN).param("at", utc(ended)).param("idle", utc(silent)).update();
  }

  private static UUID[] ids(Collection<OrganizationId> organizations) {
    return organizations.stream().map(OrganizationId::value).toArray(UUID[]::new);
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getString("id"),
        HexFormat.of().formatHex(row.getBytes("secret_hash")),
        row.getObject("member_id", UUID.class),
        AuthMethod.valueOf(row.getString("way").toUpperCase(Locale.ROOT)),
        Arrays.stream((UUID[]) row.getArray("also").getArray())
            .map(OrganizationId::new)
            .collect(Collectors.toUnmodifiableSet()),
        row.getObject("signed_in_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
