package dev.metaagent.tenancy;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Statements of the organization in scope, within the transaction of the caller. Each names its
/// organization as `:organization`, beside row-level security: a database that is spread over many
/// machines finds the one machine by it.
public final class TenantSql {

  private static final String PARAMETER = "organization";

  private final JdbcClient jdbc;

  public TenantSql(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// A statement with `:organization` bound to the organization in scope.
  ///
  /// @throws IllegalArgumentException when the statement does not name it
  public JdbcClient.StatementSpec sql(String sql) {
    if (!sql.contains(":" + PARAMETER)) {
      throw new IllegalArgumentException("a tenant's statement without :organization: " + sql);
    }
    return jdbc.sql(sql).param(PARAMETER, Tenant.current().value());
  }
}
