package dev.metaagent.live.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.CurrentAgents;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the state of agents, and which were measured since a mark.
public interface AgentReader {

  /// The mark of this moment.
  long mark();

  /// Which agents of some organizations were measured since a mark.
  CurrentAgents.Changed since(long mark, Set<OrganizationId> organizations);

  /// The agents of the organization in scope: all, or some of them.
  List<CurrentAgents.AgentNow> read(@Nullable Collection<AgentId> wanted);

  /// The measured agents of the database.
  @Component
  record Measured(CurrentAgents agents) implements AgentReader {

    @Override
    public long mark() {
      return agents.mark();
    }

    @Override
    public CurrentAgents.Changed since(long mark, Set<OrganizationId> organizations) {
      return agents.since(mark, organizations);
    }

    @Override
    public List<CurrentAgents.AgentNow> read(@Nullable Collection<AgentId> wanted) {
      return agents.read(wanted);
    }
  }
}
