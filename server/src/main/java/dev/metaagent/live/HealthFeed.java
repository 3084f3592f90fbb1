package dev.metaagent.live;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.AgentsNow;
import dev.metaagent.measure.AgentsNow.AgentNow;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells those who watch agents how they do: what measuring changed, on whichever node, and now and
/// then all of it, because time alone and people change a status too. One thread uses it.
@Component
class HealthFeed {

  static final Duration WHOLE_EVERY = Duration.ofSeconds(30);

  private static final Pattern LOOKED_AT = Pattern.compile("\"asOf\":\"[^\"]*\"");

  /// The agents of one organization as they were told last.
  private static final class Known {
    final Map<AgentId, AgentNow> agents = new HashMap<>();
    final Map<AgentId, Long> changedIn = new HashMap<>();
    Instant wholeAt = Instant.EPOCH;
  }

  private final AgentsNow agents;
  private final Clock clock;
  private final Map<OrganizationId, Known> known = new HashMap<>();
  private @Nullable Long mark;

  HealthFeed(AgentsNow agents, Clock clock) {
    this.agents = agents;
    this.clock = clock;
  }

  void pass(Map<OrganizationId, Set<Connection>> watching) {
    known.keySet().retainAll(watching.keySet());
    if (watching.isEmpty()) {
      mark = null;
      return;
    }
    AgentsNow.Changed changed =
        mark == null
            ? new AgentsNow.Changed(agents.mark(), Map.of())
            : agents.since(mark, watching.keySet());
    mark = changed.mark();
    Instant now = clock.instant();
    watching.forEach((organization, connections) -> {
      Known last = known.get(organization);
      if (last == null || last.wholeAt.isBefore(now.minus(WHOLE_EVERY))) {
        whole(organization, connections, last, now);
      } else {
        some(organization, connections, last, changed, now);
      }
    });
  }

  /// Looks at every agent; who is new to this has a snapshot and is told nothing.
  private void whole(
      OrganizationId organization,
      Set<Connection> connections,
      @Nullable Known before,
      Instant now) {
    Known fresh = new Known();
    fresh.wholeAt = now;
    List<AgentNow> read = read(organization, null);
    read.forEach(agent -> fresh.agents.put(agent.id(), agent));
    known.put(organization, fresh);
    if (before != null) {
      fresh.changedIn.putAll(before.changedIn);
      Set<AgentId> gone = new HashSet<>(before.agents.keySet());
      gone.removeAll(fresh.agents.keySet());
      List<AgentNow> changed =
          read.stream()
              .filter(agent -> {
                AgentNow old = before.agents.get(agent.id());
                return old == null || !timeless(old).equals(timeless(agent));
              })
              .toList();
      tell(connections, before, changed, gone, now);
    }
  }

  /// An agent without the time at which somebody looked: that alone is no news.
  private static String timeless(AgentNow agent) {
    return LOOKED_AT.matcher(agent.json()).replaceAll("");
  }

  private void some(
      OrganizationId organization,
      Set<Connection> connections,
      Known last,
      AgentsNow.Changed changed,
      Instant now) {
    Map<AgentId, Long> candidates =
        new HashMap<>(changed.agents().getOrDefault(organization, Map.of()));
    candidates
        .entrySet()
        .removeIf(each -> each.getValue().equals(last.changedIn.get(each.getKey())));
    if (candidates.isEmpty()) {
      return;
    }
    last.changedIn.putAll(candidates);
    List<AgentNow> read = read(organization, candidates.keySet());
    tell(connections, last, read, Set.of(), now);
    read.forEach(agent -> last.agents.put(agent.id(), agent));
  }

  private List<AgentNow> read(OrganizationId organization, @Nullable Set<AgentId> wanted) {
    return Tenant.call(organization, () -> agents.read(wanted));
  }

  private static void tell(
      Set<Connection> connections,
      Known before,
      List<AgentNow> changed,
      Set<AgentId> gone,
      Instant now) {
    Map<AgentId, String> healths = new LinkedHashMap<>();
    List<String> statuses = new ArrayList<>();
    for (AgentNow agent : changed) {
      healths.put(agent.id(), agent.json());
      AgentNow old = before.agents.get(agent.id());
      if (old != null && !Objects.equals(old.status(), agent.status())) {
        statuses.add(
            Frames.change(
                agent.id().toString(),
                agent.name(),
                old.status(),
                agent.status(),
                agent.reason(),
                now));
      }
    }
    for (Connection connection : connections) {
      if (!(healths.isEmpty() && gone.isEmpty())
          && connection.filterOf(new Topic.Health()) != null) {
        connection.outbox().agents(healths, gone);
      }
      if (!statuses.isEmpty() && connection.filterOf(new Topic.Status()) != null) {
        connection.outbox().status(statuses);
      }
    }
  }
}
