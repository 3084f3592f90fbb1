package dev.metaagent.govern.tools;

import dev.metaagent.audit.TypedText;
import dev.metaagent.govern.settings.SettingsChanges;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.govern.settings.SettingsVersion;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.policy.InvalidPolicy;
import dev.metaagent.policy.rules.Rules;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rules on tool calls of agents and of the fleet. In a policy those of the fleet come first.
@Component
class ToolRules {

  private static final int LARGEST = 256 * 1024;
  private static final TypeReference<List<Map<String, Object>>> WRITTEN = new TypeReference<>() {};

  /// Rules that were checked.
  ///
  /// @param written as they are kept
  record Checked(List<Map<String, Object>> written, Rules rules) {}

  /// The rules of an agent, and those that come before them.
  record InForce(List<Map<String, Object>> rules, List<Map<String, Object>> fleetRules) {}

  private final SettingsStore settings;
  private final SettingsChanges changes;
  private final SettingsVersion versions;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  ToolRules(
      SettingsStore settings,
      SettingsChanges changes,
      SettingsVersion versions,
      Agents agents,
      TenantTransactions transactions,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.changes = changes;
    this.versions = versions;
    this.agents = agents;
    this.transactions = transactions;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  /// Rules as somebody sent them, checked and completed.
  ///
  /// @throws MetaAgentException that names the first field that is wrong
  Checked check(@Nullable List<?> sent) {
    List<ToolRule> rules = new SentRules(text -> typed.clean(Tenant.current(), text)).read(sent);
    String text = json.writeValueAsString(rules);
    if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw MetaAgentException.invalid("rules", "at most 256 KB of rules");
    }
    List<Map<String, Object>> written = json.readValue(text, WRITTEN);
    try {
      return new Checked(written, Rules.parse(written));
    } catch (InvalidPolicy e) {
      throw MetaAgentException.invalid(e.path(), e.expected());
    }
  }

  /// @param agent its id or its name; one that was not seen yet has no rules
  InForce of(String agent) {
    return transactions.read(() -> {
      AgentId id = known(agent);
      return new InForce(
          id == null ? List.of() : settings.of(id).toolRules(), settings.of(null).toolRules());
    });
  }

  /// The rules of an agent alone, or with null those of the fleet.
  List<Map<String, Object>> ownOf(@Nullable AgentId agent) {
    return transactions.read(() -> settings.of(agent).toolRules());
  }

  List<Map<String, Object>> ofFleet() {
    return ownOf(null);
  }

  /// The agent of an id or a name; null where no agent has that name yet.
  @Nullable AgentId known(String agent) {
    return transactions
        .read(() -> {
          Optional<AgentId> meant = agents.meant(agent);
          if (meant.isPresent() && agents.names(Set.of(meant.get())).isEmpty()) {
            throw MetaAgentException.notFound("An agent with this id");
          }
          return meant;
        })
        .orElse(null);
  }

  /// Who replaces rules, and what.
  ///
  /// @param ifMatch the version that is replaced; null: whatever is set
  record Replacement(Checked rules, String reason, String actor, @Nullable String ifMatch) {}

  /// Replaces the rules of an agent, which need not have been seen yet.
  InForce set(String agent, Replacement wanted) {
    return transactions.write(() -> {
      AgentId id = agents.meantOrNew(agent, clock.instant());
      replace(id, wanted);
      return new InForce(wanted.rules().written(), settings.of(null).toolRules());
    });
  }

  /// Replaces the rules of the fleet.
  List<Map<String, Object>> setForFleet(Replacement wanted) {
    return transactions.write(() -> {
      replace(null, wanted);
      return wanted.rules().written();
    });
  }

  private void replace(@Nullable AgentId agent, Replacement wanted) {
    List<Map<String, Object>> before = changes.begin(agent).toolRules();
    versions.require(wanted.ifMatch(), before);
    List<Map<String, Object>> after = wanted.rules().written();
    settings.setToolRules(agent, after);
    changes.end(agent, "toolRules.set", wanted.actor(), wanted.reason(), diff(before, after));
  }

  /// Names rules by their content.
  String version(List<Map<String, Object>> rules) {
    return versions.of(rules);
  }

  /// Which rules are different. Values of conditions may be personal data and are left out.
  private String diff(List<Map<String, Object>> before, List<Map<String, Object>> after) {
    Map<String, Map<String, Object>> old = byId(before);
    Map<String, Map<String, Object>> now = byId(after);
    List<String> changed = new ArrayList<>(now.keySet());
    changed.removeIf(id -> !old.containsKey(id) || Objects.equals(old.get(id), now.get(id)));
    List<String> kept = new ArrayList<>(old.keySet());
    kept.retainAll(now.keySet());
    List<String> keptNow = new ArrayList<>(now.keySet());
    keptNow.retainAll(old.keySet());
    Map<String, Object> diff = new LinkedHashMap<>();
    diff.put("added", missing(now, old));
    diff.put("removed", missing(old, now));
    diff.put("changed", changed);
    diff.put("reordered", !kept.equals(keptNow));
    return json.writeValueAsString(diff);
  }

  private static List<String> missing(Map<String, ?> from, Map<String, ?> in) {
    return from.keySet().stream().filter(id -> !in.containsKey(id)).toList();
  }

  private static Map<String, Map<String, Object>> byId(List<Map<String, Object>> rules) {
    Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(String.valueOf(rule.get("id")), rule));
    return byId;
  }
}
