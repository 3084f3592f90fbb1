package dev.metaagent.tenancy;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
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

  private static final String BIND_READER =
      """
      select set_config('role', 'metaagent_app', true), set_config('metaagent.organization', :organization, true),
        set_config('statement_timeout', :timeout, true)
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

  private static final Duration LONGEST_READ = Duration.ofSeconds(30);

  private final JdbcClient jdbc;
  private final TransactionTemplate write;
  private final TransactionTemplate read;
  private final ReadPermits reads;
  private final Duration longestRead;

  @Autowired
  public TenantTransactions(DataSource dataSource) {
    this(dataSource, new ReadPermits(dataSource), LONGEST_READ);
  }

  TenantTransactions(DataSource dataSource, ReadPermits reads, Duration longestRead) {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.write = new TransactionTemplate(manager);
    this.read = new TransactionTemplate(manager);
    this.read.setReadOnly(true);
    this.reads = reads;
    this.longestRead = longestRead;
  }

  /// Runs work that only reads, for the organization in scope.
  ///
  /// @throws MetaAgentException when a statement of a reader takes longer than it may
  public <T> T read(Supplier<T> work) {
    OrganizationId organization = Tenant.current();
    if (!Tenant.isReader()) {
      return in(read, organization, work);
    }
    try {
      return reads.with(organization, () -> asReader(organization, work));
    } catch (QueryTimeoutException e) {
      throw new MetaAgentException(
          ErrorCode.INVALID_REQUEST,
          "This takes the database too long: ask for a shorter time or with fewer conditions.");
    }
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

  private <T> T asReader(OrganizationId organization, Supplier<T> work) {
    return read.execute(status -> {
      jdbc.sql(BIND_READER)
          .param("organization", organization.toString())
          .param("timeout", Long.toString(longestRead.toMillis()))
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
