package dev.metaagent.live.agents;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Source;
import dev.metaagent.measure.CurrentAgents;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The measured health of agents, whichever node measured it.
@Component
@Order(1)
public class AgentSource implements Source {

  private final List<AgentChannel> channels;
  private final AgentReader agents;
  private final Clock clock;
  private final Set<AgentFollower> followers = ConcurrentHashMap.newKeySet();

  public AgentSource(List<AgentChannel> channels, AgentReader agents, Clock clock) {
    this.channels = List.copyOf(channels);
    this.agents = agents;
    this.clock = clock;
  }

  @Override
  public List<AgentChannel> channels() {
    return channels;
  }

  @Override
  public Follower follow(OrganizationId organization) {
    AgentFollower follower =
        new AgentFollower(
            organization, channels, agents, clock, closed -> followers.remove(closed));
    followers.add(follower);
    return follower;
  }

  @Override
  public boolean scan() {
    List<AgentFollower> watched = followers.stream().filter(AgentFollower::isWatched).toList();
    if (watched.isEmpty()) {
      return false;
    }
    Set<OrganizationId> organizations =
        watched.stream().map(AgentFollower::organization).collect(Collectors.toSet());
    long from = watched.stream().mapToLong(AgentFollower::mark).min().orElseThrow();
    CurrentAgents.Changed changed = agents.since(from, organizations);
    for (AgentFollower follower : watched) {
      follower.measured(
          changed.mark(), changed.agents().getOrDefault(follower.organization(), Map.of()));
    }
    return false;
  }
}
