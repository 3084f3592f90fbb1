package dev.metaagent.registry.prompts;

import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Rows of prompt_labels, within the transaction of the caller.
@Repository
class LabelStore {

  private static final String ALL =
      """
      select label, version from prompt_labels where organization_id = :organization and name = :name
      """;

  private static final String SET =
      """
      insert into prompt_labels (organization_id, name, label, version, set_by, set_at)
      values (:organization, :name, :label, :version, :by, :at)
      on conflict (organization_id, name, label) do update set version = excluded.version, set_by = excluded.set_by,
        set_at = excluded.set_at
      """;

  private static final String REMOVE =
      """
      delete from prompt_labels where organization_id = :organization and name = :name and label = :label
      """;

  private final TenantSql jdbc;

  LabelStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The version that each label of a prompt names.
  Map<String, Integer> all(String name) {
    Map<String, Integer> labels = new HashMap<>();
    jdbc.sql(ALL)
        .param("name", name)
        .query(row -> {
          labels.put(row.getString("label"), row.getInt("version"));
        });
    return labels;
  }

  void set(String name, String label, int version, String by, Instant at) {
    jdbc.sql(SET)
        .param("name", name)
        .param("label", label)
        .param("version", version)
        .param("by", by)
        .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .update();
  }

  void remove(String name, String label) {
    jdbc.sql(REMOVE).param("name", name).param("label", label).update();
  }
}
