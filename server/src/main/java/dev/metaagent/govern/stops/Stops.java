package dev.metaagent.govern.stops;

import dev.metaagent.audit.TypedText;
import dev.metaagent.govern.settings.PolicySettings.Resumption;
import dev.metaagent.govern.settings.PolicySettings.Stop;
import dev.metaagent.govern.settings.SettingsChanges;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Stops agents and resumes them. Reasons go to every SDK, so that they are cleaned first.
@Component
class Stops {

  private final SettingsStore settings;
  private final SettingsChanges changes;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  Stops(
      SettingsStore settings,
      SettingsChanges changes,
      Agents agents,
      TenantTransactions transactions,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.changes = changes;
    this.agents = agents;
    this.transactions = transactions;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  /// Stops an agent, which need not have been seen yet.
  StopState stop(String agent, String reason, String actor) {
    return transactions.write(() -> {
      AgentId id = agents.meantOrNew(agent, clock.instant());
      return state(id, stopped(id, reason, actor));
    });
  }

  StopState stopFleet(String reason, String actor) {
    return transactions.write(() -> state(null, stopped(null, reason, actor)));
  }

  /// @param share of new executions, above 0; 1 ends the stop
  StopState resume(String agent, double share, String reason, String actor) {
    return transactions.write(() -> {
      AgentId id =
          agents
              .meant(agent)
              .orElseThrow(() -> MetaAgentException.notFound("An agent with this id or name"));
      if (agents.names(Set.of(id)).isEmpty()) {
        throw MetaAgentException.notFound("An agent with this id");
      }
      return state(id, resumed(id, share, reason, actor));
    });
  }

  StopState resumeFleet(double share, String reason, String actor) {
    return transactions.write(() -> state(null, resumed(null, share, reason, actor)));
  }

  /// Everything that is stopped, agents newest first.
  StopState.All all() {
    return transactions.read(() -> {
      Map<AgentId, Stop> stops = new HashMap<>();
      settings
          .all()
          .forEach((agent, set) -> {
            if (agent != null && set.stop() != null) {
              stops.put(agent, set.stop());
            }
          });
      Map<AgentId, String> names = agents.names(stops.keySet());
      List<StopState.OfAgent> ofAgents =
          stops.entrySet().stream()
              .sorted(
                  Comparator.comparing((Map.Entry<AgentId, Stop> one) -> one.getValue().since())
                      .reversed())
              .map(one ->
                  StopState.OfAgent.of(
                      one.getKey(), names.getOrDefault(one.getKey(), ""), one.getValue()))
              .toList();
      return new StopState.All(StopState.Stopped.of(settings.of(null).stop()), ofAgents);
    });
  }

  /// A stop that admits nothing already stays as it is; another one admits nothing from now on.
  private Stop stopped(@Nullable AgentId agent, String reason, String actor) {
    Stop before = changes.begin(agent).stop();
    if (before != null && before.share() == 0) {
      return before;
    }
    Stop stop = new Stop(now(), typed.clean(Tenant.current(), reason), actor, 0, null);
    set(agent, before, stop, "stop", reason, actor);
    return stop;
  }

  private @Nullable Stop resumed(
      @Nullable AgentId agent, double share, String reason, String actor) {
    Stop before = changes.begin(agent).stop();
    if (before == null) {
      throw new MetaAgentException(
          ErrorCode.CONFLICT, (agent == null ? "The fleet" : "The agent") + " is not stopped.");
    }
    Resumption step = new Resumption(now(), typed.clean(Tenant.current(), reason), actor);
    Stop after =
        share == 1 ? null : new Stop(before.since(), before.reason(), before.by(), share, step);
    set(agent, before, after, "resume", reason, actor);
    return after;
  }

  private void set(
      @Nullable AgentId agent,
      @Nullable Stop before,
      @Nullable Stop after,
      String verb,
      String reason,
      String actor) {
    settings.setStop(agent, after);
    String details = json.writeValueAsString(Map.of("share", List.of(share(before), share(after))));
    changes.end(agent, (agent == null ? "fleet." : "agent.") + verb, actor, reason, details);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static double share(@Nullable Stop stop) {
    return stop == null ? 1 : stop.share();
  }

  private StopState state(@Nullable AgentId agent, @Nullable Stop stop) {
    String name = agent == null ? "" : agents.names(Set.of(agent)).getOrDefault(agent, "");
    return new StopState(
        agent == null ? null : new StopState.Agent(agent.value(), name),
        StopState.Stopped.of(stop));
  }
}
