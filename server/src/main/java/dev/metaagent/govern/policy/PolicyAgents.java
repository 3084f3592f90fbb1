package dev.metaagent.govern.policy;

import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.KnownName;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the agent that a caller asks about by id or name, in memory where it is known: names are
/// read again every five seconds.
@Component
public class PolicyAgents {

  private static final int LONGEST = 500;
  private static final int UUID_FORM = 36;

  /// All names of an organization, as they were read at one time.
  private record Names(Map<String, AgentId> byName, Map<AgentId, KnownName> byId) {}

  private final Agents agents;
  private final Clock clock;
  private final Fresh<Names> names;

  PolicyAgents(Agents agents, Clock clock) {
    this.agents = agents;
    this.clock = clock;
    this.names = new Fresh<>(this::read);
  }

  private Names read(OrganizationId organization) {
    Map<String, AgentId> byName = new HashMap<>();
    Map<AgentId, KnownName> byId = new HashMap<>();
    for (KnownName known : Tenant.call(organization, agents::everyName)) {
      byName.put(known.normal(), known.agent());
      byId.put(known.id(), known);
    }
    return new Names(byName, byId);
  }

  /// The agent for a caller in its organization. A name that was not seen yet is registered where
  /// an SDK asks, and is nobody yet where somebody else does.
  ///
  /// @throws MetaAgentException where there is no agent with the id, the text is no name, or the
  ///   key of the caller is bound to other agents
  public PolicyAgent find(String idOrName, Principal caller) {
    if (idOrName.isBlank() || idOrName.length() > LONGEST || !StorableText.is(idOrName)) {
      throw MetaAgentException.invalid(
          "agent", "the id or the name of an agent, at most " + LONGEST + " characters");
    }
    AgentId id = id(idOrName);
    PolicyAgent agent = id == null ? named(idOrName, caller) : withId(id);
    if (!mayAsk(caller, idOrName, agent)) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN, "This key is bound to other agents than " + agent.name() + ".");
    }
    return agent;
  }

  private static @Nullable AgentId id(String text) {
    try {
      return text.length() == UUID_FORM ? new AgentId(UUID.fromString(text)) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private PolicyAgent withId(AgentId id) {
    KnownName known = names().byId().get(id);
    if (known == null && !agents.names(Set.of(id)).isEmpty()) {
      known = namesAgain().byId().get(id);
    }
    if (known == null) {
      throw MetaAgentException.notFound("An agent with this id");
    }
    return new PolicyAgent(known.agent(), known.name());
  }

  private PolicyAgent named(String name, Principal caller) {
    String normal = AgentName.normalise(name);
    AgentId agent = names().byName().get(normal);
    if (agent == null) {
      agent =
          caller.role() == Role.AGENT && isBoundTo(caller, normal)
              ? agents.meantOrNew(name, clock.instant())
              : agents.meant(name).orElse(null);
      if (agent != null && !names().byId().containsKey(agent)) {
        names.forget(Tenant.current());
      }
    }
    return new PolicyAgent(agent, name);
  }

  /// Whether the key of the caller is bound to the agent, or to none.
  private boolean mayAsk(Principal caller, String asked, PolicyAgent agent) {
    return isBoundTo(caller, AgentName.normalise(asked))
        || (agent.id() != null
            && caller.agents().stream()
                .map(name -> names().byName().get(AgentName.normalise(name)))
                .anyMatch(agent.id()::equals));
  }

  private static boolean isBoundTo(Principal caller, String normal) {
    return caller.agents().isEmpty()
        || caller.agents().stream().map(AgentName::normalise).anyMatch(normal::equals);
  }

  private Names names() {
    return names.get(Tenant.current());
  }

  /// The names as they are now, for one that was registered a moment ago.
  private Names namesAgain() {
    names.forget(Tenant.current());
    return names();
  }
}
