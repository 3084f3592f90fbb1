package dev.metaagent.database;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.SerializationException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.OnStartup;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The persistent jobs of the process. A module adds one by declaring a `RecurringTask` or
/// `OneTimeTask` bean; each instance runs on one node at a time, survives a crash and is tried
/// again when it fails. Task data is kept as JSON.
@Component
public class Jobs implements SmartLifecycle {

  private static final Duration POLLING = Duration.ofSeconds(5);
  // a job of a process that died is taken up by another after four missed beats
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  // an interrupted job starts again at the next start, or on another node
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int THREADS = 2;

  private final DataSource dataSource;
  private final Clock clock;
  private final List<Task<?>> tasks;
  private @Nullable Scheduler scheduler;

  @Autowired
  Jobs(DataSource dataSource, Clock clock, ObjectProvider<Task<?>> tasks) {
    this(dataSource, clock, tasks.orderedStream().toList());
  }

  public Jobs(DataSource dataSource, Clock clock, List<Task<?>> tasks) {
    this.dataSource = new AsSystem(dataSource);
    this.clock = clock;
    this.tasks = List.copyOf(tasks);
  }

  /// Runs one instance of a declared task at the given time; false when that instance is waiting
  /// already.
  public <T> boolean schedule(TaskInstance<T> instance, Instant at) {
    return running().scheduleIfNotExists(instance, at);
  }

  /// Runs one instance of a declared task as soon as a thread is free.
  public <T> boolean scheduleNow(TaskInstance<T> instance) {
    boolean scheduled = schedule(instance, clock.instant());
    running().triggerCheckForDueExecutions();
    return scheduled;
  }

  @Override
  public synchronized void start() {
    if (scheduler == null) {
      scheduler = build();
      scheduler.start();
    }
  }

  @Override
  public synchronized void stop() {
    if (scheduler != null) {
      scheduler.stop();
      scheduler = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return scheduler != null;
  }

  private synchronized Scheduler running() {
    if (scheduler == null) {
      throw new IllegalStateException("jobs are not started");
    }
    return scheduler;
  }

  private Scheduler build() {
    List<Task<?>> later = tasks.stream().filter(task -> !(task instanceof OnStartup)).toList();
    return Scheduler.create(dataSource, later)
        .startTasks(startTasks())
        .threads(THREADS)
        .pollingInterval(POLLING)
        .heartbeatInterval(HEARTBEAT)
        .missedHeartbeatsLimit(4)
        .schedulerName(new SchedulerName.Fixed("metaagent-" + UUID.randomUUID()))
        .shutdownMaxWait(PATIENCE)
        .commitWhenAutocommitDisabled(true)
        .failureLogging(LogLevel.WARN, true)
        .serializer(new Json())
        .clock(clock::instant)
        .build();
  }

  @SuppressWarnings("unchecked")
  private <T extends Task<?> & OnStartup> List<T> startTasks() {
    return tasks.stream().filter(OnStartup.class::isInstance).map(task -> (T) task).toList();
  }

  /// Connections whose transactions run as the system role.
  private static final class AsSystem extends DelegatingDataSource {

    AsSystem(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("set local role metaagent_system");
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  /// Task data as JSON.
  private static final class Json implements Serializer {

    private final JsonMapper mapper = JsonMapper.builder().build();

    @Override
    public byte[] serialize(@Nullable Object data) {
      return mapper.writeValueAsBytes(data);
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] json) {
      if (json == null) {
        return null;
      }
      try {
        return mapper.readValue(json, type);
      } catch (JacksonException e) {
        throw new SerializationException("task data of " + type.getSimpleName(), e);
      }
    }
  }
}
