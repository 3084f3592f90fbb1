package dev.metaagent.tenancy;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions of jobs that work across organizations, under the system role: it reaches only the
/// tables whose policies name it.
@Component
public class SystemTransactions {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public SystemTransactions(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  }

  /// Runs work under the system role.
  ///
  /// @throws IllegalStateException inside another transaction, whose role it would take over
  public <T> T call(Supplier<T> work) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a system transaction cannot begin inside another one");
    }
    return transaction.execute(status -> {
      jdbc.sql("select set_config('role', 'metaagent_system', true)").query().singleRow();
      return work.get();
    });
  }
}
