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

/// PostgreSQL's LISTEN and NOTIFY over a connection that bypasses every pooler. While that
/// connection is broken it polls.
final class NotifyingBus implements LiveBus, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotifyingBus.class);

  private static final String CHANNEL = "metaagent_live";
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration SPACING = Duration.ofMillis(20);

  private final DataSource direct;
  private final Listeners listeners = new Listeners();
  private final Semaphore toTell = new Semaphore(0);
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Thread notifier;
  private @Nullable Thread receiver;

  NotifyingBus(DataSource direct) {
    this.direct = direct;
    this.notifier = Thread.ofVirtual().name("live-notify").start(this::notifyOthers);
  }

  @Override
  public void signal() {
    toTell.release();
    listeners.signal();
  }

  @Override
  public synchronized Listening listen(Runnable look) {
    listeners.add(look);
    if (receiver == null) {
      receiver = Thread.ofVirtual().name("live-listen").start(this::receive);
    }
    return () -> stop(look);
  }

  private synchronized void stop(Runnable look) {
    listeners.remove(look);
    if (listeners.none() && receiver != null) {
      receiver.interrupt();
      receiver = null;
    }
  }

  @Override
  public synchronized void close() {
    open.set(false);
    notifier.interrupt();
    if (receiver != null) {
      receiver.interrupt();
      receiver = null;
    }
  }

  private boolean goesOn() {
    return open.get() && !Thread.currentThread().isInterrupted();
  }

  /// Commits within a short time are coalesced into one notification.
  private void notifyOthers() {
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
        log.debug("other nodes were not notified", e);
        pause(WAIT);
      }
    }
  }

  private void receive() {
    while (goesOn()) {
      try (Connection connection = direct.getConnection()) {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("listen " + CHANNEL);
          receive(connection.unwrap(PGConnection.class));
        } finally {
          forget(connection);
        }
      } catch (SQLException e) {
        log.debug("the connection for notifications is broken; polling meanwhile", e);
        listeners.signal();
        pause(PollingBus.EVERY);
      }
    }
  }

  private void receive(PGConnection connection) throws SQLException {
    while (goesOn()) {
      var heard = connection.getNotifications((int) WAIT.toMillis());
      if (heard != null && goesOn()) {
        listeners.signal();
      }
    }
  }

  /// Runs UNLISTEN before the connection is returned to its pool.
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
