package dev.metaagent.govern.limits;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.govern.Policies;
import dev.metaagent.govern.settings.EffectiveLimits;
import dev.metaagent.govern.settings.PolicySettings;
import dev.metaagent.govern.settings.PolicySettings.RunLimits;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.TenantTransactions;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Reads and changes limits, for the organization in scope. A change is in every policy that it
/// concerns when it is committed.
@Component
class LimitSettings {

  /// Limits that are set for an agent or the fleet, and those that apply.
  record InForce(RunLimits own, RunLimits effective) {}

  private final SettingsStore settings;
  private final Agents agents;
  private final Policies policies;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final JsonMapper json;
  private final Clock clock;

  LimitSettings(
      SettingsStore settings,
      Agents agents,
      Policies policies,
      TenantTransactions transactions,
      Journal journal,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.agents = agents;
    this.policies = policies;
    this.transactions = transactions;
    this.journal = journal;
    this.json = json;
    this.clock = clock;
  }

  /// @param idOrName also of an agent that was not seen yet, for which nothing is set
  InForce ofAgent(String idOrName) {
    AgentId agent = agents.meant(idOrName).orElse(null);
    if (agent != null && agents.names(Set.of(agent)).isEmpty()) {
      throw MetaAgentException.notFound("An agent with this id");
    }
    return transactions.read(
        () -> agent == null ? inForce(PolicySettings.NONE.limits(), fleet()) : inForce(agent));
  }

  InForce ofFleet() {
    return transactions.read(() -> inForce(fleet(), fleet()));
  }

  InForce setOfAgent(String idOrName, RunLimits limits, String reason, String actor) {
    AgentId agent = agents.meantOrNew(idOrName, clock.instant());
    return transactions.write(() -> {
      set(agent, "agent " + agent, limits, reason, actor);
      policies.changed(agent);
      return inForce(agent);
    });
  }

  InForce setOfFleet(RunLimits limits, String reason, String actor) {
    return transactions.write(() -> {
      set(null, "fleet", limits, reason, actor);
      policies.allChanged();
      return inForce(limits, limits);
    });
  }

  private void set(
      @Nullable AgentId agent, String subject, RunLimits limits, String reason, String actor) {
    RunLimits before = settings.of(agent).limits();
    settings.setLimits(agent, limits);
    journal.write(new Change(actor, "limits.set", subject, reason, diff(before, limits)));
  }

  private RunLimits fleet() {
    return settings.of(null).limits();
  }

  private InForce inForce(AgentId agent) {
    return inForce(settings.of(agent).limits(), fleet());
  }

  private static InForce inForce(RunLimits own, RunLimits fleet) {
    return new InForce(own, EffectiveLimits.of(own, fleet));
  }

  private String diff(RunLimits before, RunLimits after) {
    Map<String, Object> changed = new LinkedHashMap<>();
    note(changed, "maxActions", before.maxActions(), after.maxActions());
    note(changed, "maxSeconds", before.maxSeconds(), after.maxSeconds());
    note(changed, "maxCostUsd", text(before.maxCostUsd()), text(after.maxCostUsd()));
    note(changed, "maxAgeSeconds", before.maxAgeSeconds(), after.maxAgeSeconds());
    note(changed, "afterMaxAge", before.afterMaxAge(), after.afterMaxAge());
    return json.writeValueAsString(changed);
  }

  private static @Nullable String text(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.stripTrailingZeros().toPlainString();
  }

  private static void note(
      Map<String, Object> changed, String field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      changed.put(field, Arrays.asList(before, after));
    }
  }
}
