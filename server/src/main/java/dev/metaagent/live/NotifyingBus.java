package dev.metaagent.live;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's LISTEN and NOTIFY over a connection that passes every pooler. While that connection
/// is broken it polls.
final class NotifyingBus implements LiveBus, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotifyingBus.class);

  private static final String CHANNEL = "metaagent_live";
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration SPACING = Duration.ofMillis(20);

  private final DataSource direct;
  private final Listeners listeners = new Listeners();
  private final Semaphore toTell = new Semaphore(0);
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Thread teller;
  private @Nullable Thread hearer;

  NotifyingBus(DataSource direct) {
    this.direct = direct;
    this.teller = Thread.ofVirtual().name("live-notify").start(this::tellOthers);
  }

  @Override
  public void tell() {
    toTell.release();
    listeners.tell();
  }

  @Override
  public synchronized Listening listen(Runnable look) {
    listeners.add(look);
    if (hearer == null) {
      hearer = Thread.ofVirtual().name("live-listen").start(this::hear);
    }
    return () -> stop(look);
  }

  private synchronized void stop(Runnable look) {
    listeners.remove(look);
    if (listeners.none() && hearer != null) {
      hearer.interrupt();
      hearer = null;
    }
  }

  @Override
  public synchronized void close() {
    open.set(false);
    teller.interrupt();
    if (hearer != null) {
      hearer.interrupt();
      hearer = null;
    }
  }

  private boolean goesOn() {
    return open.get() && !Thread.currentThread().isInterrupted();
  }

  /// Many commits within a moment are one notification.
  private void tellOthers() {
    while (goesOn()) {
      try {
        toTell.acquire();
        toTell.drainPermits();
        try (Connection connection = direct.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("notify " + CHANNEL);
          if (!connection.getAutoCommit()) {
            connection.commit();
          }
        }
        Thread.sleep(SPACING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        log.debug("other nodes were not told", e);
        pause(WAIT);
      }
    }
  }

  private void hear() {
    while (goesOn()) {
      try (Connection connection = direct.getConnection()) {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("listen " + CHANNEL);
          hear(connection.unwrap(PGConnection.class));
        } finally {
          forget(connection);
        }
      } catch (SQLException e) {
        log.debug("nothing is heard of other nodes; polling meanwhile", e);
        listeners.tell();
        pause(PollingBus.EVERY);
      }
    }
  }

  private void hear(PGConnection connection) throws SQLException {
    while (goesOn()) {
      var heard = connection.getNotifications((int) WAIT.toMillis());
      if (heard != null && goesOn()) {
        listeners.tell();
      }
    }
  }

  /// The connection goes back to its pool deaf.
  private static void forget(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("unlisten *");
    } catch (SQLException e) {
      log.debug("the connection is gone", e);
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
