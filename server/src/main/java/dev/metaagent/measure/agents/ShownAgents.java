package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.AgentDirectory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The agents that a fleet shows: those with which a run began, and provisional names while a run
/// is in progress. Read inside a tenant's transaction.
@Repository
public class ShownAgents {

  private static final String RUNNING =
      """
      select distinct agent_id from executions where agent_id = any(:ids) and status = 3
      """;

  private final AgentDirectory directory;
  private final JdbcClient jdbc;

  ShownAgents(AgentDirectory directory, DataSource dataSource) {
    this.directory = directory;
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// By name, archived ones too.
  public List<AgentDirectory.Entry> all() {
    List<AgentDirectory.Entry> agents = directory.all();
    UUID[] standIns =
        agents.stream()
            .filter(agent -> !agent.ofTheFleet())
            .map(agent -> agent.id().value())
            .toArray(UUID[]::new);
    if (standIns.length == 0) {
      return agents;
    }
    Set<AgentId> running = running(standIns);
    return agents.stream()
        .filter(agent -> agent.ofTheFleet() || running.contains(agent.id()))
        .toList();
  }

  private Set<AgentId> running(UUID[] ids) {
    return new HashSet<>(
        jdbc.sql(RUNNING)
            .param("ids", ids)
            .query((row, number) -> new AgentId(row.getObject("agent_id", UUID.class)))
            .list());
  }
}
