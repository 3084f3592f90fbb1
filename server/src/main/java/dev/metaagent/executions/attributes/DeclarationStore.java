package dev.metaagent.executions.attributes;

import dev.metaagent.tenancy.TenantSql;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// Rows of attribute_declarations, within the transaction of the caller.
@Repository
class DeclarationStore {

  /// Keys in the order in which they were declared.
  private static final String ALL =
      """
      select declared.key, coalesce(said.label, declared.key) as label, coalesce(said.pseudonymous, false) as pseudonymous
      from organizations
      cross join lateral unnest(attribute_keys) with ordinality as declared(key, place)
      left join attribute_declarations said on said.organization_id = :organization and said.key = declared.key
      where organizations.id = :organization
      order by declared.place
      """;

  private static final String FORGET =
      """
      delete from attribute_declarations where organization_id = :organization
      """;

  private static final String WRITE =
      """
      insert into attribute_declarations (organization_id, key, label, pseudonymous)
      select :organization, said.key, said.label, said.pseudonymous
      from unnest(:keys::text[], :labels::text[], :pseudonymous::boolean[]) said(key, label, pseudonymous)
      """;

  private final TenantSql jdbc;

  DeclarationStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  List<DeclaredAttribute> all() {
    return jdbc.sql(ALL)
        .query((row, _) ->
            new DeclaredAttribute(
                row.getString("key"), row.getString("label"), row.getBoolean("pseudonymous")))
        .list();
  }

  void write(List<DeclaredAttribute> declared) {
    jdbc.sql(FORGET).update();
    jdbc.sql(WRITE)
        .param("keys", declared.stream().map(DeclaredAttribute::key).toArray(String[]::new))
        .param("labels", declared.stream().map(DeclaredAttribute::label).toArray(String[]::new))
        .param(
            "pseudonymous",
            declared.stream().map(DeclaredAttribute::pseudonymous).toArray(Boolean[]::new))
        .update();
  }
}
