package dev.metaagent.sdk.internal.policies;

import dev.metaagent.policy.Prices;
import dev.metaagent.policy.document.Policy;
import dev.metaagent.policy.document.PolicyPrompt;
import dev.metaagent.policy.rules.CompiledRules;
import java.util.HashMap;
import java.util.Map;

/// A policy as it is used: rules taken apart, prompts and prices by name. Immutable.
public record Held(
    Policy policy,
    CompiledRules rules,
    Prices prices,
    Map<String, PolicyPrompt> prompts,
    String document,
    Source source) {

  static Held of(Policy policy, String document, Source source) {
    Map<String, PolicyPrompt> prompts = new HashMap<>();
    policy.prompts().forEach(prompt -> prompts.putIfAbsent(prompt.name(), prompt));
    return new Held(
        policy,
        policy.tools().compile(),
        new Prices(policy.prices()),
        Map.copyOf(prompts),
        document,
        source);
  }

  /// The same, which the server has confirmed.
  Held confirmed() {
    return source == Source.SERVER
        ? this
        : new Held(policy, rules, prices, prompts, document, Source.SERVER);
  }

  /// The ETag of a policy is its version.
  String etag() {
    return "\"" + policy.version() + "\"";
  }
}
