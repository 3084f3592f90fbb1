package dev.metaagent.live;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/// Everybody who watches in this process. A place is taken before a connection opens, so that the
/// limits hold however many come at once.
@Component
class Watchers {

  private static final Duration LATER = Duration.ofSeconds(10);

  private final LiveSettings settings;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Map<OrganizationId, Integer> places = new HashMap<>();
  private int taken;

  Watchers(LiveSettings settings, MeterRegistry meters) {
    this.settings = settings;
    Gauge.builder("metaagent.live.connections", connections, List::size)
        .description("clients that watch in this process")
        .register(meters);
  }

  /// @throws MetaAgentException when as many watch as may
  synchronized void takePlace(OrganizationId organization) {
    if (taken >= settings.connections()) {
      throw full("This server", settings.connections(), "METAAGENT_LIVE_CONNECTIONS");
    }
    int own = places.getOrDefault(organization, 0);
    if (own >= settings.perOrganization()) {
      throw full(
          "This organization",
          settings.perOrganization(),
          "METAAGENT_LIVE_CONNECTIONS_PER_ORGANIZATION");
    }
    places.put(organization, own + 1);
    taken++;
  }

  private static MetaAgentException full(String who, int limit, String setting) {
    return MetaAgentException.busy(
        ErrorCode.RATE_LIMITED,
        who + " has " + limit + " live connections already (" + setting + ").",
        LATER);
  }

  synchronized void leavePlace(OrganizationId organization) {
    taken--;
    places.computeIfPresent(organization, (_, own) -> own > 1 ? own - 1 : null);
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  /// Whether it was there.
  boolean remove(Connection connection) {
    return connections.remove(connection);
  }

  List<Connection> all() {
    return connections;
  }

  /// Whoever watches one of these topics, by organization.
  Map<OrganizationId, Set<Connection>> of(Predicate<Topic> wanted) {
    Map<OrganizationId, Set<Connection>> watching = new HashMap<>();
    for (Connection connection : connections) {
      if (connection.topics().keySet().stream().anyMatch(wanted)) {
        watching.computeIfAbsent(connection.organization(), _ -> new HashSet<>()).add(connection);
      }
    }
    return watching;
  }
}
