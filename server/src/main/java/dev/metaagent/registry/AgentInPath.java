package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/// Reads the agent in a path: its id, or its name in the organization in scope. A text in the form
/// of a UUID is an id.
@Component
class AgentInPath implements Converter<String, AgentId> {

  private final Agents agents;

  AgentInPath(Agents agents) {
    this.agents = agents;
  }

  @Override
  public AgentId convert(String idOrName) {
    return agents
        .meant(idOrName)
        .orElseThrow(() -> MetaAgentException.notFound("An agent with this id or name"));
  }
}
