package dev.metaagent.live;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/// The connections of this process, and their limits. A permit is acquired before a connection
/// opens, so that the limits hold however many open at once.
@Component
class Connections {

  private static final Duration LATER = Duration.ofSeconds(10);

  private final LiveSettings settings;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Map<OrganizationId, Integer> permits = new HashMap<>();
  private int acquired;

  Connections(LiveSettings settings, MeterRegistry meters) {
    this.settings = settings;
    Gauge.builder("metaagent.live.connections", connections, List::size)
        .description("connected clients of this process")
        .register(meters);
  }

  /// @throws MetaAgentException when a limit is reached
  synchronized void acquire(OrganizationId organization) {
    if (acquired >= settings.connections()) {
      throw full("This server", settings.connections(), "METAAGENT_LIVE_CONNECTIONS");
    }
    int own = permits.getOrDefault(organization, 0);
    if (own >= settings.perOrganization()) {
      throw full(
          "This organization",
          settings.perOrganization(),
          "METAAGENT_LIVE_CONNECTIONS_PER_ORGANIZATION");
    }
    permits.put(organization, own + 1);
    acquired++;
  }

  private static MetaAgentException full(String who, int limit, String setting) {
    return MetaAgentException.busy(
        ErrorCode.RATE_LIMITED,
        who + " has " + limit + " live connections already (" + setting + ").",
        LATER);
  }

  synchronized void release(OrganizationId organization) {
    acquired--;
    permits.computeIfPresent(organization, (_, own) -> own > 1 ? own - 1 : null);
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  List<Connection> all() {
    return connections;
  }
}
