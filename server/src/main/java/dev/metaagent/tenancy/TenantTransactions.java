package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions of one organization: each takes the application role and binds the organization for
/// row-level security before its first statement, and forgets both at its end. Nothing else may
/// open one.
@Component
public class TenantTransactions {

  private static final String BIND =
      """
      select set_config('role', 'metaagent_app', true), set_config('metaagent.organization', :organization, true)
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate write;
  private final TransactionTemplate read;

  public TenantTransactions(DataSource dataSource) {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.write = new TransactionTemplate(manager);
    this.read = new TransactionTemplate(manager);
    this.read.setReadOnly(true);
  }

  /// Runs work that only reads, for the organization in scope.
  public <T> T read(Supplier<T> work) {
    return in(read, Tenant.current(), work);
  }

  /// Runs work that changes rows, for the organization in scope; all of it or nothing is committed.
  public <T> T write(Supplier<T> work) {
    return in(write, Tenant.current(), work);
  }

  private <T> T in(TransactionTemplate template, OrganizationId organization, Supplier<T> work) {
    return template.execute(status -> {
      jdbc.sql(BIND).param("organization", organization.toString()).query().singleRow();
      return work.get();
    });
  }
}
