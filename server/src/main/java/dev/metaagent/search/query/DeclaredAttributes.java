package dev.metaagent.search.query;

import dev.metaagent.tenancy.TenantSql;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.stereotype.Repository;

/// The attribute keys that the organization in scope declared for searching, read within the
/// transaction of the caller.
@Repository
public class DeclaredAttributes {

  private static final String KEYS =
      """
      select unnest(attribute_keys) as key from organizations where id = :organization
      """;

  private final TenantSql jdbc;

  public DeclaredAttributes(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  Set<String> keys() {
    return Set.copyOf(jdbc.sql(KEYS).query((row, number) -> row.getString("key")).list());
  }
}
