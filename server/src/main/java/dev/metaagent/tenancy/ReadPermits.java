package dev.metaagent.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Readers of one organization hold half of the connections at most, so that whoever asks much or
/// slowly keeps neither other organizations from reading nor anybody from sending telemetry.
final class ReadPermits {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int USUAL_POOL = 16;

  private final int each;
  private final Map<OrganizationId, Semaphore> permits = new ConcurrentHashMap<>();

  ReadPermits(DataSource dataSource) {
    this(Math.max(1, connections(dataSource) / 2));
  }

  /// @param each how many connections each organization may hold
  ReadPermits(int each) {
    this.each = each;
  }

  private static int connections(DataSource dataSource) {
    try {
      return dataSource.isWrapperFor(HikariDataSource.class)
          ? dataSource.unwrap(HikariDataSource.class).getMaximumPoolSize()
          : USUAL_POOL;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Does work of a reader that takes a connection; inside another transaction it takes none.
  ///
  /// @throws MetaAgentException when the organization has read too much for too long
  <T> T with(OrganizationId organization, Supplier<T> work) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      return work.get();
    }
    Semaphore own = permits.computeIfAbsent(organization, _ -> new Semaphore(each, true));
    if (!taken(own)) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          "The organization asks for more at once than can be read; ask again later.",
          PATIENCE);
    }
    try {
      return work.get();
    } finally {
      own.release();
    }
  }

  private static boolean taken(Semaphore own) {
    try {
      return own.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
