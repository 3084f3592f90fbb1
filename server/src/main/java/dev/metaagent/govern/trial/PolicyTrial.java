package dev.metaagent.govern.trial;

import dev.metaagent.policy.Begin;
import dev.metaagent.policy.Bucket;
import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.LimitCheck;
import dev.metaagent.policy.Refusal;
import dev.metaagent.policy.RunUsage;
import dev.metaagent.policy.Stopped;
import dev.metaagent.policy.document.Policy;
import dev.metaagent.policy.document.PolicyPrompt;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.Decision;
import dev.metaagent.policy.rules.Rule;
import dev.metaagent.policy.rules.WhenUnanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Decides from one policy as an SDK does that holds it: the same functions in the same order.
@Component
class PolicyTrial {

  private static final String PERMIT = "permit";
  private static final String REFUSE = "refuse";
  private static final String ASK = "ask";

  /// A tool call of a run that has begun.
  record Call(String tool, @Nullable Object arguments, RunUsage usage) {}

  private final JsonMapper json;

  PolicyTrial(JsonMapper json) {
    this.json = json;
  }

  /// Whether a new run may begin.
  TrialAnswer.OfRun run(Policy policy, String executionId, Duration age) {
    Stopped stopped = policy.stopped();
    TrialAnswer.Refused refusal =
        refused(Begin.refusal(policy.freshness(), stopped, executionId, age));
    return new TrialAnswer.OfRun(
        refusal == null ? PERMIT : REFUSE,
        refusal,
        Bucket.of("stop", executionId),
        stopped == null ? null : (Double) stopped.share(),
        stopped == null ? null : (Boolean) stopped.admits(executionId));
  }

  /// Whether a tool may be called.
  TrialAnswer.OfTool tool(Policy policy, Call call, Duration age, Instant now) {
    Optional<Refusal> bound =
        policy.freshness().refusal(age).or(() -> LimitCheck.refusal(policy.limits(), call.usage()));
    if (bound.isPresent()) {
      return new TrialAnswer.OfTool(REFUSE, refused(bound), null, null, false, null);
    }
    Decision decision = policy.tools().compile().decide(call.tool(), call.arguments());
    return switch (decision) {
      case Decision.Allow allow -> permitted(rule(policy, allow.rule()), call.arguments(), false);
      case Decision.Redact redact ->
          permitted(rule(policy, redact.rule()), redact.arguments(), true);
      case Decision.Deny deny ->
          new TrialAnswer.OfTool(
              REFUSE,
              new TrialAnswer.Refused("denied", deny.rule().reason()),
              rule(policy, deny.rule()),
              null,
              false,
              null);
      case Decision.Ask ask ->
          new TrialAnswer.OfTool(
              ASK,
              null,
              rule(policy, ask.rule()),
              tree(call.arguments()),
              false,
              question(ask.rule(), now));
    };
  }

  private TrialAnswer.OfTool permitted(
      TrialAnswer.@Nullable OfRule rule, @Nullable Object arguments, boolean redacted) {
    return new TrialAnswer.OfTool(PERMIT, null, rule, tree(arguments), redacted, null);
  }

  private @Nullable JsonNode tree(@Nullable Object arguments) {
    return arguments == null ? null : json.readTree(Json.write(arguments));
  }

  private static TrialAnswer.@Nullable OfRule rule(Policy policy, @Nullable Rule rule) {
    return rule == null
        ? null
        : new TrialAnswer.OfRule(
            rule.id(),
            policy.tools().rules().indexOf(rule) + 1,
            policy.tools().rules().size(),
            rule.effect().text(),
            rule.reason());
  }

  private static TrialAnswer.Asked question(Rule rule, Instant now) {
    long seconds = Objects.requireNonNull(rule.askSeconds());
    return new TrialAnswer.Asked(
        seconds,
        now.plusSeconds(seconds),
        Objects.requireNonNull(rule.whenUnanswered()) == WhenUnanswered.ALLOW ? PERMIT : REFUSE,
        Objects.requireNonNull(rule.whenUnreachable()) == FailMode.OPEN ? PERMIT : REFUSE);
  }

  private static TrialAnswer.@Nullable Refused refused(Optional<Refusal> refusal) {
    return refusal
        .map(one -> new TrialAnswer.Refused(one.kind().text(), one.reason()))
        .orElse(null);
  }

  /// The prompt of a name; one that the policy does not have is the default in the code.
  TrialAnswer.OfPrompt prompt(Policy policy, String name) {
    for (PolicyPrompt prompt : policy.prompts()) {
      if (prompt.name().equals(name)) {
        Map<String, @Nullable Object> parameters = prompt.parameters();
        return new TrialAnswer.OfPrompt(
            name,
            prompt.version(),
            prompt.content(),
            prompt.variables(),
            prompt.model(),
            tree(parameters));
      }
    }
    return new TrialAnswer.OfPrompt(name, null, null, List.of(), null, null);
  }
}
