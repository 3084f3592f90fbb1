package dev.metaagent.sdk;

import dev.metaagent.sdk.internal.telemetry.Telemetry;
import dev.metaagent.sdk.internal.values.Plain;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A connection to MetaAgent: tells it what agents do, and holds their policies. One for a process
/// is enough; it is thread-safe. Nothing in it blocks or crashes its host: while the server is
/// away, agents go on with the policy that is held.
public final class MetaAgent implements AutoCloseable {

  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final Connection connection;
  private final Map<String, Agent> agents = new ConcurrentHashMap<>();

  MetaAgent(Connection connection) {
    this.connection = connection;
  }

  /// Connects as METAAGENT_URL and METAAGENT_KEY say.
  public static MetaAgent connect() {
    return builder().connect();
  }

  public static MetaAgent connect(String url, String key) {
    return builder().url(url).key(key).connect();
  }

  /// Settings in code; those that are not made come from the environment.
  public static MetaAgentBuilder builder() {
    return new MetaAgentBuilder(System.getenv());
  }

  /// The agent of this name. Its policy is read from disk if it is there, and kept current from now
  /// on. Throws IllegalArgumentException for a name that is empty.
  public Agent agent(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an agent needs a name");
    }
    return agents.computeIfAbsent(
        name, it -> new Agent(it, new AgentPolicy(connection.policy(it), connection), connection));
  }

  /// Whether a run reached its goal, by the id of its execution, told later than its end.
  public void outcome(String executionId, boolean success, @Nullable Object evidence) {
    connection.outcome(executionId, success, evidence == null ? null : Plain.text(evidence));
  }

  /// Sends the spans of a tracer provider of the host too, such as those of instrumented
  /// frameworks. Personal data and secrets in them are replaced.
  public SpanProcessor spanProcessor() {
    Telemetry telemetry = connection.telemetry();
    return telemetry == null ? SpanProcessor.composite() : telemetry.processor();
  }

  /// What went wrong inside the SDK, latest last.
  public List<String> problems() {
    return connection.problems().all();
  }

  /// Waits until the server has what was told; false if five seconds pass before.
  public boolean flush() {
    return flush(FLUSH);
  }

  public boolean flush(Duration timeout) {
    return connection.flush(timeout);
  }

  /// Waits until every action that ended is kept: in durable mode on disk, where it survives the
  /// end of the process. False if the time passes before.
  public boolean persist(Duration timeout) {
    Telemetry telemetry = connection.telemetry();
    return telemetry == null || telemetry.awaitWritten(timeout);
  }

  /// Waits for at most five seconds until everything is sent, and stops.
  @Override
  public void close() {
    connection.close(FLUSH);
  }
}
