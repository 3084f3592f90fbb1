package dev.metaagent.govern.policy;

import dev.metaagent.govern.PolicyPart;
import dev.metaagent.govern.settings.EffectiveLimits;
import dev.metaagent.govern.settings.PolicySettings;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.policy.json.Canonical;
import dev.metaagent.policy.json.Json;
import dev.metaagent.registry.Changes;
import dev.metaagent.registry.ProductionPrompts;
import dev.metaagent.registry.ServedPrompt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Composes the content of policies: everything but agent, version, time and signature, in the
/// canonical form of JSON, so that equal contents are equal texts. All of it inside a transaction
/// of the organization in scope.
@Component
class PolicyComposer {

  private static final int MOST_MODELS = 50;
  private static final int FEW = 4;

  private static final List<String> LISTS_OF_OTHERS =
      List.of("routing", "breakers", "budgets", "experiments", "learnings");

  private final ProductionPrompts prompts;
  private final SettingsStore settings;
  private final Changes changes;
  private final PolicyPrices prices;
  private final List<PolicyPart> parts;
  private final JsonMapper json;

  PolicyComposer(
      ProductionPrompts prompts,
      SettingsStore settings,
      Changes changes,
      PolicyPrices prices,
      ObjectProvider<PolicyPart> parts,
      JsonMapper json) {
    this.prompts = prompts;
    this.settings = settings;
    this.changes = changes;
    this.prices = prices;
    this.parts = parts.orderedStream().toList();
    this.json = json;
  }

  /// The contents for some agents by their keys ({@link PolicyKey}). For more than a few everything
  /// is read together, so that a change of the fleet takes no statement for each agent.
  Map<PolicyKey, String> contents(Collection<PolicyKey> keys) {
    Map<@Nullable AgentId, PolicySettings> set = settings.all();
    PolicySettings fleet = set.getOrDefault(null, PolicySettings.NONE);
    Sources sources = keys.size() > FEW ? together() : new Sources(this::served, this::seen);
    Map<PolicyKey, String> contents = new LinkedHashMap<>();
    for (PolicyKey key : keys) {
      AgentId agent = key.agent();
      PolicySettings own =
          agent == null ? PolicySettings.NONE : set.getOrDefault(agent, PolicySettings.NONE);
      contents.put(key, content(agent, own, fleet, sources));
    }
    return contents;
  }

  /// Where prompts and models of an agent, or of one not seen yet, come from.
  private record Sources(
      Function<PolicyKey, List<ServedPrompt>> prompts, Function<AgentId, List<String>> models) {}

  private Sources together() {
    List<ProductionPrompts.Owned> all = prompts.all();
    Map<AgentId, List<String>> models = changes.modelsOfEach(MOST_MODELS);
    return new Sources(
        key ->
            all.stream()
                .filter(one -> one.owner() == null || one.owner().equals(key.agent()))
                .map(ProductionPrompts.Owned::prompt)
                .toList(),
        agent -> models.getOrDefault(agent, List.of()));
  }

  private List<ServedPrompt> served(PolicyKey key) {
    AgentId agent = key.agent();
    return agent == null ? prompts.ofEveryAgent() : prompts.of(agent);
  }

  private List<String> seen(AgentId agent) {
    return changes.models(agent, MOST_MODELS);
  }

  private String content(
      @Nullable AgentId agent, PolicySettings own, PolicySettings fleet, Sources sources) {
    PolicySettings.RunLimits limits = EffectiveLimits.of(own.limits(), fleet.limits());
    List<ServedPrompt> served = sources.prompts().apply(new PolicyKey(agent));
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    content.put("maxAgeSeconds", limits.maxAgeSeconds());
    content.put("afterMaxAge", limits.afterMaxAge());
    content.put("prompts", served.stream().map(PolicyComposer::prompt).toList());
    List<Map<String, Object>> rules = new ArrayList<>(fleet.toolRules());
    rules.addAll(own.toolRules());
    content.put("tools", rules);
    content.put("limits", limits(limits));
    content.put("stopped", stopped(own.stop(), fleet.stop()));
    content.put("prices", prices.of(models(agent, served, sources)));
    LISTS_OF_OTHERS.forEach(name -> content.put(name, List.of()));
    parts.forEach(part -> content.putAll(part.fields(agent)));
    return Canonical.text(Json.parse(json.writeValueAsString(content)));
  }

  /// Models that prompts name, and those that were seen on the agent.
  private SortedSet<String> models(
      @Nullable AgentId agent, List<ServedPrompt> served, Sources sources) {
    SortedSet<String> models = new TreeSet<>();
    for (ServedPrompt prompt : served) {
      if (prompt.model() != null) {
        models.add(prompt.model());
      }
    }
    if (agent != null) {
      models.addAll(sources.models().apply(agent));
    }
    return models;
  }

  private static Map<String, @Nullable Object> prompt(ServedPrompt prompt) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("name", prompt.name());
    entry.put("version", prompt.version());
    entry.put("content", prompt.content());
    entry.put("variables", prompt.variables());
    entry.put("model", prompt.model());
    entry.put("parameters", prompt.parameters());
    return entry;
  }

  private static Map<String, @Nullable Object> limits(PolicySettings.RunLimits limits) {
    BigDecimal cost = limits.maxCostUsd();
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("maxActions", limits.maxActions());
    entry.put("maxSeconds", limits.maxSeconds());
    entry.put("maxCostUsd", cost == null ? null : cost.stripTrailingZeros().toPlainString());
    return entry;
  }

  /// The stop that admits less.
  private static @Nullable Map<String, Object> stopped(
      PolicySettings.@Nullable Stop own, PolicySettings.@Nullable Stop fleet) {
    PolicySettings.Stop stop =
        own == null || (fleet != null && fleet.share() <= own.share()) ? fleet : own;
    if (stop == null) {
      return null;
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("since", stop.since().toString());
    entry.put("reason", stop.reason());
    entry.put("by", stop.by());
    entry.put("share", stop.share());
    return entry;
  }
}
