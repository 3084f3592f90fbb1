package dev.metaagent.govern.limits;

import dev.metaagent.govern.settings.EffectiveLimits;
import dev.metaagent.govern.settings.PolicySettings;
import dev.metaagent.govern.settings.PolicySettings.RunLimits;
import dev.metaagent.govern.settings.SettingsChanges;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.govern.settings.SettingsVersion;
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
  ///
  /// @param ofAgent whether it is an agent's
  record InForce(boolean ofAgent, RunLimits own, RunLimits fleet) {

    RunLimits effective() {
      return EffectiveLimits.of(own, fleet);
    }
  }

  /// Who replaces limits, and what.
  ///
  /// @param ifMatch the version that is replaced; null: whatever is set
  record Replacement(RunLimits limits, String reason, String actor, @Nullable String ifMatch) {}

  private final SettingsStore settings;
  private final SettingsChanges changes;
  private final SettingsVersion versions;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final JsonMapper json;
  private final Clock clock;

  LimitSettings(
      SettingsStore settings,
      SettingsChanges changes,
      SettingsVersion versions,
      Agents agents,
      TenantTransactions transactions,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.changes = changes;
    this.versions = versions;
    this.agents = agents;
    this.transactions = transactions;
    this.json = json;
    this.clock = clock;
  }

  /// @param idOrName also of an agent that was not seen yet, for which nothing is set
  InForce ofAgent(String idOrName) {
    AgentId agent = agents.meant(idOrName).orElse(null);
    if (agent != null && agents.names(Set.of(agent)).isEmpty()) {
      throw MetaAgentException.notFound("An agent with this id");
    }
    return transactions.read(() ->
        agent == null ? new InForce(true, PolicySettings.NONE.limits(), fleet()) : inForce(agent));
  }

  InForce ofFleet() {
    return transactions.read(() -> ofFleet(fleet()));
  }

  InForce setOfAgent(String idOrName, Replacement wanted) {
    AgentId agent = agents.meantOrNew(idOrName, clock.instant());
    return transactions.write(() -> {
      set(agent, wanted);
      return inForce(agent);
    });
  }

  InForce setOfFleet(Replacement wanted) {
    return transactions.write(() -> {
      set(null, wanted);
      return ofFleet(wanted.limits());
    });
  }

  private void set(@Nullable AgentId agent, Replacement wanted) {
    RunLimits before = changes.begin(agent).limits();
    versions.require(wanted.ifMatch(), named(before));
    settings.setLimits(agent, wanted.limits());
    String diff = diff(before, wanted.limits());
    changes.end(agent, "limits.set", wanted.actor(), wanted.reason(), diff);
  }

  /// Names limits by their content.
  String version(RunLimits limits) {
    return versions.of(named(limits));
  }

  private static Map<String, @Nullable Object> named(RunLimits limits) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    named.put("maxActions", limits.maxActions());
    named.put("maxSeconds", limits.maxSeconds());
    named.put("maxCostUsd", text(limits.maxCostUsd()));
    named.put("maxAgeSeconds", limits.maxAgeSeconds());
    named.put("afterMaxAge", limits.afterMaxAge());
    return named;
  }

  private RunLimits fleet() {
    return settings.of(null).limits();
  }

  private InForce inForce(AgentId agent) {
    return new InForce(true, settings.of(agent).limits(), fleet());
  }

  private static InForce ofFleet(RunLimits limits) {
    return new InForce(false, limits, limits);
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
