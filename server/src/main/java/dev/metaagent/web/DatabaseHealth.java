package dev.metaagent.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Whether the database answers, said within two seconds: one that is stopped or cut off never
/// answers, and neither does who waits for it. One question at a time is open.
@Component("dbHealthContributor")
class DatabaseHealth implements HealthIndicator {

  private static final long PATIENCE_MS = 1_500;

  private final DataSource database;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Boolean> open = CompletableFuture.completedFuture(true);

  DatabaseHealth(DataSource database) {
    this.database = database;
  }

  @Override
  public Health health() {
    try {
      return question().get(PATIENCE_MS, TimeUnit.MILLISECONDS)
          ? Health.up().build()
          : Health.down().build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.down().build();
    } catch (ExecutionException | TimeoutException _) {
      return Health.down().build();
    }
  }

  private CompletableFuture<Boolean> question() {
    lock.lock();
    try {
      if (open.isDone()) {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        Thread.ofVirtual().name("database-health").start(() -> asked.complete(answers()));
        open = asked;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private boolean answers() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }
}
