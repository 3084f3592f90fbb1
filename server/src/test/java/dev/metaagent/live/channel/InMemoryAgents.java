package dev.metaagent.live.channel;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.agents.AgentReader;
import dev.metaagent.measure.CurrentAgents.AgentNow;
import dev.metaagent.measure.CurrentAgents.Changed;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The agents of one organization in memory.
final class InMemoryAgents implements AgentReader {

  private final OrganizationId organization;
  private final Map<AgentId, AgentNow> agents = new LinkedHashMap<>();
  private final Map<AgentId, Long> changed = new LinkedHashMap<>();
  private long transaction = 100;

  InMemoryAgents(OrganizationId organization) {
    this.organization = organization;
  }

  void measure(AgentId id, String status, int executions, String asOf) {
    put(id, status, executions, asOf);
    changed.put(id, transaction++);
  }

  /// Changes without having been measured, as time does.
  void put(AgentId id, String status, int executions, String asOf) {
    String window =
        """
        {"window":"1h","executions":%d,"successRate":{},"latencyMs":{},"costUsd":null,"tokens":{},"errors":[],\
        "asOf":"%s"}\
        """
            .formatted(executions, asOf);
    String json =
        """
        {"id":"%1$s","name":"A","status":"%2$s","statusReason":"","lastSeenAt":"2026-11-22T13:36:00Z",\
        "health":%3$s,"windows":{"1m":%3$s,"5m":%3$s}}\
        """
            .formatted(id, status, window);
    agents.put(id, new AgentNow(id, "A", status, "because", json));
  }

  void remove(AgentId id) {
    agents.remove(id);
  }

  @Override
  public long mark() {
    return transaction;
  }

  @Override
  public Changed since(long mark, Set<OrganizationId> organizations) {
    Map<AgentId, Long> found = new LinkedHashMap<>(changed);
    found.values().removeIf(each -> each < mark);
    return new Changed(
        transaction, organizations.contains(organization) ? Map.of(organization, found) : Map.of());
  }

  @Override
  public List<AgentNow> read(@Nullable Collection<AgentId> wanted) {
    return agents.values().stream()
        .filter(agent -> wanted == null || wanted.contains(agent.id()))
        .toList();
  }
}
