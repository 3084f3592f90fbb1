package dev.metaagent.observe.query;

import dev.metaagent.tenancy.Tenant;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The attribute keys that the organization in scope declared for searching, read within the
/// transaction of the caller.
@Repository
class DeclaredAttributes {

  private static final String KEYS =
      """
      select unnest(attribute_keys) as key from organizations where id = :organization
      """;

  private final JdbcClient jdbc;

  DeclaredAttributes(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  Set<String> keys() {
    return Set.copyOf(
        jdbc.sql(KEYS)
            .param("organization", Tenant.current().value())
            .query((row, number) -> row.getString("key"))
            .list());
  }
}
