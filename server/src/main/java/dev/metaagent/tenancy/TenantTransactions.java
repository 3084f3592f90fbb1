package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
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

  /// Rows are found by their keys only: a plan made while a table is small must not read the whole
  /// of it when it has grown. Plans are generic and kept: planning a statement for its parameters
  /// costs more than a write of a few rows.
  private static final String BIND_WITH_TIMEOUT =
      """
      select set_config('role', 'metaagent_app', true), set_config('metaagent.organization', :organization, true),
        set_config('statement_timeout', :timeout, true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('plan_cache_mode', 'force_generic_plan', true)
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

  /// The same, with a limit for each of its statements: the database cancels one that takes longer.
  public <T> T write(Duration statementTimeout, Supplier<T> work) {
    OrganizationId organization = Tenant.current();
    return write.execute(status -> {
      jdbc.sql(BIND_WITH_TIMEOUT)
          .param("organization", organization.toString())
          .param("timeout", Long.toString(statementTimeout.toMillis()))
          .query()
          .singleRow();
      return work.get();
    });
  }

  private <T> T in(TransactionTemplate template, OrganizationId organization, Supplier<T> work) {
    return template.execute(status -> {
      jdbc.sql(BIND).param("organization", organization.toString()).query().singleRow();
      return work.get();
    });
  }
}
