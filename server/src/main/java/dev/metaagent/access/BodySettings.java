package dev.metaagent.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Limits of connections and request bodies, so that senders cannot exhaust the heap.
///
/// @param maxConnections connections to the main port; each OTLP port takes half as many. 0: one
///   for each MiB of the heap, 100 to 8,192 (METAAGENT_MAX_CONNECTIONS)
/// @param maxInFlight heap that bodies may take up from the first byte until the answer. 0: half of
///   the heap (METAAGENT_MAX_IN_FLIGHT)
/// @param perMinute bytes of telemetry that one key may send in a minute, counted in the same way
///   (METAAGENT_INGEST_PER_MINUTE)
/// @param timeout time in which the whole body of a request has to arrive (METAAGENT_BODY_TIMEOUT)
@ConfigurationProperties("metaagent.bodies")
public record BodySettings(
    @DefaultValue("0") int maxConnections,
    @DefaultValue("0B") DataSize maxInFlight,
    @DefaultValue("8GB") DataSize perMinute,
    @DefaultValue("60s") Duration timeout) {

  /// The time limit of unauthenticated requests: signing in, and a webhook before its signature is
  /// checked.
  static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

  /// The largest body of an unauthenticated request, in bytes.
  public static final long OPEN_BODY = 16 * 1024;

  private static final long MIB = 1024 * 1024;

  /// Connections to the main port.
  public int connections() {
    return maxConnections > 0
        ? maxConnections
        : Math.clamp(Runtime.getRuntime().maxMemory() / MIB, 100, 8_192);
  }

  /// Connections to each port of its own for telemetry.
  public int telemetryConnections() {
    return Math.max(1, connections() / 2);
  }

  long bytesInFlight() {
    return maxInFlight.toBytes() > 0 ? maxInFlight.toBytes() : Runtime.getRuntime().maxMemory() / 2;
  }
}
