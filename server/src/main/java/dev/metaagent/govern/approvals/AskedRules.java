package dev.metaagent.govern.approvals;

import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.policy.InvalidPolicy;
import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.Conditions;
import dev.metaagent.policy.rules.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Finds the rule that asks, as it is set at the moment of the question. An SDK whose policy is
/// older may have asked by an earlier form of it.
@Component
class AskedRules {

  /// What is known of a rule.
  ///
  /// @param reason what it tells people; null: nothing, or there is no such rule
  /// @param rule null: there is no such rule, or it asks nobody any more
  record Found(@Nullable String reason, @Nullable AskedRule rule) {
    static final Found NOTHING = new Found(null, null);
  }

  private final SettingsStore settings;

  AskedRules(SettingsStore settings) {
    this.settings = settings;
  }

  /// The rule of an id.
  ///
  /// @param arguments as they were sent
  Found find(AgentId agent, @Nullable String id, @Nullable JsonNode arguments) {
    if (id == null) {
      return Found.NOTHING;
    }
    List<Map<String, Object>> fleet = settings.of(null).toolRules();
    List<Map<String, Object>> all = new ArrayList<>(fleet);
    all.addAll(settings.of(agent).toolRules());
    for (int i = 0; i < all.size(); i++) {
      Map<String, Object> rule = all.get(i);
      if (id.equals(rule.get("id"))) {
        String reason = rule.get("reason") instanceof String text ? text : null;
        return new Found(reason, asks(rule, i + 1, all.size(), i < fleet.size(), arguments));
      }
    }
    return Found.NOTHING;
  }

  private static @Nullable AskedRule asks(
      Map<String, Object> rule, int place, int of, boolean fleet, @Nullable JsonNode arguments) {
    if (!"ask".equals(rule.get("effect")) || !(rule.get("askSeconds") instanceof Number seconds)) {
      return null;
    }
    Object when = rule.get("when");
    return new AskedRule(
        Objects.toString(rule.get("tool"), ""),
        ConditionWords.of(when),
        seconds.intValue(),
        Objects.toString(rule.get("whenUnanswered"), "deny"),
        Objects.toString(rule.get("whenUnreachable"), "closed"),
        place,
        of,
        fleet,
        met(when, arguments));
  }

  private static List<AskedRule.Met> met(@Nullable Object when, @Nullable JsonNode sent) {
    List<AskedRule.Met> met = new ArrayList<>();
    if (sent == null || sent.isNull()) {
      return met;
    }
    try {
      Object arguments = plain(sent);
      for (Map<?, ?> condition : ConditionWords.conditions(when)) {
        Truth truth = Conditions.parse(Map.of("all", List.of(condition))).evaluate(arguments);
        if (truth != Truth.FALSE) {
          met.add(
              new AskedRule.Met(
                  ConditionWords.path(condition),
                  ConditionWords.asks(condition),
                  truth == Truth.TRUE));
        }
      }
      return met;
    } catch (InvalidJson | InvalidPolicy e) {
      return List.of(); // nothing is claimed about arguments that no rule can read
    }
  }

  private static @Nullable Object plain(JsonNode sent) {
    if (!sent.isString()) {
      return Json.parse(sent.toString());
    }
    String text = sent.stringValue();
    return Json.opens(text) ? Json.parse(text) : text;
  }
}
