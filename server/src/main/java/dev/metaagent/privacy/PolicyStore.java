package dev.metaagent.privacy;

import dev.metaagent.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Rows of privacy_policies, within the transaction of the caller.
@Repository
class PolicyStore {

  /// What an organization chose, and when.
  record Stored(int version, PolicyChoices choices, Instant updatedAt, String updatedBy) {}

  private static final String ONE =
      """
      select version, choices, updated_at, updated_by from privacy_policies where organization_id = :organization
      """;

  private static final String SET =
      """
      insert into privacy_policies (organization_id, version, key_id, choices, updated_at, updated_by)
      values (:organization, :version, :key, :choices, :at, :by)
      on conflict (organization_id) do update set
        version = greatest(excluded.version, privacy_policies.version + 1), key_id = excluded.key_id,
        choices = excluded.choices, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      returning version
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  PolicyStore(DataSource dataSource, JsonMapper json) {
    this.jdbc = JdbcClient.create(dataSource);
    this.json = json;
  }

  Optional<Stored> find(OrganizationId organization) {
    return jdbc.sql(ONE)
        .param("organization", organization.value())
        .query((row, number) -> stored(row))
        .optional();
  }

  /// The same, locked until the transaction of the caller ends.
  Optional<Stored> lock(OrganizationId organization) {
    return jdbc.sql(ONE + " for update")
        .param("organization", organization.value())
        .query((row, number) -> stored(row))
        .optional();
  }

  /// Writes choices and answers them with their version: two that are made at once get two.
  Stored set(OrganizationId organization, Stored stored, String keyId) {
    int version =
        jdbc.sql(SET)
            .param("organization", organization.value())
            .param("version", stored.version())
            .param("key", keyId)
            .param("choices", json.writeValueAsString(stored.choices()))
            .param("at", OffsetDateTime.ofInstant(stored.updatedAt(), ZoneOffset.UTC))
            .param("by", stored.updatedBy())
            .query(Integer.class)
            .single();
    return new Stored(version, stored.choices(), stored.updatedAt(), stored.updatedBy());
  }

  private Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getInt("version"),
        json.readValue(row.getString("choices"), PolicyChoices.class),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getString("updated_by"));
  }
}
