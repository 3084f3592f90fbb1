package dev.metaagent.govern.approvals;

import dev.metaagent.tenancy.TenantSql;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Rows of tool_approval_links, of the organization in scope and inside its transaction.
@Repository
class DecisionLinkStore {

  private static final String ADD =
      """
      insert into tool_approval_links (organization_id, id, approval_id, made_by, maker_key, maker_member,
        made_for, made_at)
      values (:organization, :id, :approval, :by, :key, :member, :for, :at)
      """;

  private static final String COUNT =
      """
      select count(*) from tool_approval_links where organization_id = :organization and approval_id = :approval
      """;

  private static final String FIND =
      """
      select made_by, maker_key, maker_member, made_for, used_at from tool_approval_links
      where organization_id = :organization and id = :id and approval_id = :approval
      """;

  private static final String USE =
      """
      update tool_approval_links set used_at = :now
      where organization_id = :organization and id = :id and approval_id = :approval and used_at is null
      """;

  /// A link.
  ///
  /// @param makerKey the API key that made it; null: none did
  /// @param makerMember the member that made it; null: none did
  /// @param madeFor null: whoever made it did not say
  /// @param usedAt null: it decided nothing yet
  record Link(
      String madeBy,
      @Nullable String makerKey,
      @Nullable UUID makerMember,
      @Nullable String madeFor,
      @Nullable Instant usedAt) {}

  private final TenantSql jdbc;

  DecisionLinkStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  void add(DecisionToken token, Link link, Instant at) {
    jdbc.sql(ADD)
        .param("id", token.link())
        .param("approval", token.approval())
        .param("by", link.madeBy())
        .param("key", link.makerKey(), Types.VARCHAR)
        .param("member", link.makerMember(), Types.OTHER)
        .param("for", link.madeFor(), Types.VARCHAR)
        .param("at", utc(at))
        .update();
  }

  int count(UUID approval) {
    return jdbc.sql(COUNT).param("approval", approval).query(Integer.class).single();
  }

  Optional<Link> find(DecisionToken token) {
    return jdbc.sql(FIND)
        .param("id", token.link())
        .param("approval", token.approval())
        .query((row, number) -> {
          OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
          return new Link(
              row.getString("made_by"),
              row.getString("maker_key"),
              row.getObject("maker_member", UUID.class),
              row.getString("made_for"),
              used == null ? null : used.toInstant());
        })
        .optional();
  }

  /// Uses a link; false where it was used before.
  boolean use(DecisionToken token, Instant now) {
    return jdbc.sql(USE)
            .param("id", token.link())
            .param("approval", token.approval())
            .param("now", utc(now))
            .update()
        == 1;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
