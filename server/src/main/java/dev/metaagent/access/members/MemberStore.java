package dev.metaagent.access.members;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads and writes the rows of `members` of the organization in scope; the system role finds an
/// e-mail address in all of them.
@Component
public class MemberStore {

  private static final String COLUMNS =
      """
      select organization_id, id, email, name, role, password_hash, password_set_at, subject, link_hash,
        link_expires_at, created_at, created_by, disabled_at, last_seen_at, last_way
      from members
      """;

  private static final String EVERYWHERE =
      """
      where email = :email
      order by password_hash is null or disabled_at is not null, last_seen_at desc nulls last, id limit :most
      """;

  private static final String INSERT =
      """
      insert into members (organization_id, id, email, name, role, subject, created_at, created_by)
      values (:organization, :id, :email, :name, :role, :subject, :at, :creator)
      on conflict (organization_id, email) do nothing
      """;

  private static final String CHANGE =
      """
      update members set name = :name, role = :role,
        disabled_at = case when :disabled then coalesce(disabled_at, :at) end,
        link_hash = case when :disabled then null else link_hash end,
        link_expires_at = case when :disabled then null else link_expires_at end
      where id = :id
      """;

  private static final String LINK =
      """
      update members set link_hash = :hash, link_expires_at = :expires where id = :id
      """;

  private static final String PASSWORD =
      """
      update members set password_hash = :password, password_set_at = :at, link_hash = null, link_expires_at = null
      where id = :id and link_hash = :hash and link_expires_at > :at and disabled_at is null
      """;

  private static final String SUBJECT =
      """
      update members set subject = :subject where id = :id and subject is null
      """;

  private static final String SEEN =
      """
      update members set last_seen_at = greatest(last_seen_at, :at), last_way = :way where id = :id
      """;

  private static final String ACTIVE_ADMINS =
      """
      select id from members
      where role = 'admin' and disabled_at is null and (password_hash is not null or subject is not null)
      order by id for update
      """;

  /// A member with its credentials.
  public record Stored(
      OrganizationId organization,
      Member member,
      @Nullable String passwordHash,
      @Nullable Instant passwordSetAt,
      @Nullable String subject,
      @Nullable String linkHash,
      @Nullable Instant linkExpiresAt) {}

  private final JdbcClient jdbc;

  MemberStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  List<Member> all() {
    return jdbc.sql(COLUMNS + " order by created_at, id")
        .query((row, number) -> stored(row).member())
        .list();
  }

  public Optional<Stored> find(UUID id) {
    return one(" where id = :key", id);
  }

  public Optional<Stored> byEmail(String email) {
    return one(" where email = :key", email);
  }

  public Optional<Stored> bySubject(String subject) {
    return one(" where subject = :key", subject);
  }

  private Optional<Stored> one(String where, Object key) {
    return jdbc.sql(COLUMNS + where)
        .param("key", key)
        .query((row, number) -> stored(row))
        .optional();
  }

  /// The memberships of an address in all organizations, those that can be used first, and of them
  /// the last used. For the system role.
  public List<Stored> everywhere(String email, int most) {
    return jdbc.sql(COLUMNS + EVERYWHERE)
        .param("email", email)
        .param("most", most)
        .query((row, number) -> stored(row))
        .list();
  }

  /// Adds a member; false where the address is one already.
  public boolean insert(OrganizationId organization, Member member, @Nullable String subject) {
    return jdbc.sql(INSERT)
            .param("organization", organization.value())
            .param("id", member.id())
            .param("email", member.email())
            .param("name", member.name())
            .param("role", member.role().wire())
            .param("subject", subject, Types.VARCHAR)
            .param("at", utc(member.createdAt()))
            .param("creator", member.createdBy())
            .update()
        == 1;
  }

  public void change(UUID id, String name, Role role, boolean disabled, Instant at) {
    jdbc.sql(CHANGE)
        .param("id", id)
        .param("name", name)
        .param("role", role.wire())
        .param("disabled", disabled)
        .param("at", utc(at))
        .update();
  }

  void link(UUID id, String hash, Instant expires) {
    jdbc.sql(LINK)
        .param("id", id)
        .param("hash", HexFormat.of().parseHex(hash))
        .param("expires", utc(expires))
        .update();
  }

  /// Sets the password of whoever holds the link, and uses the link up.
  public boolean password(UUID id, String linkHash, String passwordHash, Instant at) {
    return jdbc.sql(PASSWORD)
            .param("id", id)
            .param("hash", HexFormat.of().parseHex(linkHash))
            .param("password", passwordHash)
            .param("at", utc(at))
            .update()
        == 1;
  }

  public void subject(UUID id, String subject) {
    jdbc.sql(SUBJECT).param("id", id).param("subject", subject).update();
  }

  public void seen(UUID id, AuthMethod method, Instant at) {
    jdbc.sql(SEEN).param("id", id).param("way", method.wire()).param("at", utc(at)).update();
  }

  void remove(UUID id) {
    jdbc.sql("delete from members where id = :id").param("id", id).update();
  }

  /// Whether a member is the only active administrator of the organization. All of them are locked
  /// until this transaction ends, so that of two that leave at the same time one stays.
  public boolean isLastAdmin(UUID id) {
    List<UUID> admins =
        jdbc.sql(ACTIVE_ADMINS).query((row, number) -> row.getObject("id", UUID.class)).list();
    return admins.size() == 1 && admins.contains(id);
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    String password = row.getString("password_hash");
    String subject = row.getString("subject");
    byte[] link = row.getBytes("link_hash");
    return new Stored(
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        member(row, password != null, subject != null),
        password,
        instant(row, "password_set_at"),
        subject,
        link == null ? null : HexFormat.of().formatHex(link),
        instant(row, "link_expires_at"));
  }

  private static Member member(ResultSet row, boolean password, boolean subject)
      throws SQLException {
    String lastWay = row.getString("last_way");
    MemberState state =
        row.getObject("disabled_at") != null
            ? MemberState.DISABLED
            : password || subject ? MemberState.ACTIVE : MemberState.INVITED;
    AuthMethod method =
        lastWay != null
            ? AuthMethod.valueOf(lastWay.toUpperCase(Locale.ROOT))
            : password ? AuthMethod.PASSWORD : subject ? AuthMethod.JWT : null;
    return new Member(
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("name"),
        Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
        state,
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"),
        instant(row, "last_seen_at"),
        method);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
