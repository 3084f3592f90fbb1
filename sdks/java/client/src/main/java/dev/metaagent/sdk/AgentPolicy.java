package dev.metaagent.sdk;

import dev.metaagent.policy.Begin;
import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.LimitCheck;
import dev.metaagent.policy.RefusalKind;
import dev.metaagent.policy.document.PolicyPrompt;
import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.Effect;
import dev.metaagent.policy.rules.Rule;
import dev.metaagent.sdk.internal.approvals.OpenQuestion;
import dev.metaagent.sdk.internal.policies.Held;
import dev.metaagent.sdk.internal.policies.HeldPolicy;
import dev.metaagent.sdk.internal.policies.Source;
import dev.metaagent.sdk.internal.values.Plain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The policy of one agent, decided from memory: no method waits for a network, but for the first
/// decision ([MetaAgentBuilder#policyWait]), and none throws.
public final class AgentPolicy {

  private final HeldPolicy policy;
  private final Connection connection;

  AgentPolicy(HeldPolicy policy, Connection connection) {
    this.policy = policy;
    this.connection = connection;
  }

  /// The production version of a prompt, or the default where the policy has none of that name.
  public Prompt prompt(String name, String defaultContent) {
    Held held = policy.first();
    PolicyPrompt found = held == null ? null : held.prompts().get(name);
    if (found == null) {
      return new Prompt(name, null, defaultContent, null, Map.of());
    }
    Execution execution = Execution.current();
    if (execution != null) {
      execution.usedPrompt(name, found.version());
    }
    return new Prompt(name, found.version(), found.content(), found.model(), found.parameters());
  }

  /// The model for a class of tasks: the default, until policies route.
  public String model(String taskClass, Map<String, ?> facts, String defaultModel) {
    return defaultModel;
  }

  /// Whether a model may be called: by the age of the policy, and the limits of the execution of
  /// the calling thread. The estimated cost in USD counts once policies have budgets.
  public Decision permit(double estimateUsd) {
    Refusal refusal = refusalOfModel(Execution.current());
    return refusal == null ? new Permit(null, null) : refusal;
  }

  /// What was learned about such facts: nothing, until policies hold learnings.
  public List<String> learnings(Map<String, ?> facts) {
    return List.of();
  }

  /// Whether a tool may be called. `arguments` are a map, a list or a text of JSON. Within an
  /// execution its limits count too, and a refused call is told as one of its actions.
  public Decision tool(String name, @Nullable Object arguments) {
    Execution execution = Execution.current();
    Decided decided = decide(name, arguments, execution);
    if (execution != null && decided.decision() instanceof Refusal refusal) {
      execution.refusedTool(name, arguments, decided, refusal);
    }
    return decided.decision();
  }

  /// A decision, and what a span tells about it.
  record Decided(Decision decision, @Nullable String effect, @Nullable Long version) {}

  Decided decide(String tool, @Nullable Object arguments, @Nullable Execution execution) {
    try {
      return decideNow(tool, arguments, execution);
    } catch (RuntimeException e) {
      connection.problems().report("decide", "A tool call could not be decided: " + e);
      return withoutPolicy(arguments);
    }
  }

  private Decided decideNow(
      String tool, @Nullable Object arguments, @Nullable Execution execution) {
    Held held = policy.first();
    Refusal refusal = refusal(held, execution);
    if (refusal != null) {
      return new Decided(refusal, Effect.DENY.text(), held == null ? null : version(held));
    }
    return held == null
        ? new Decided(new Permit(arguments, null), null, null)
        : byRules(held, tool, arguments, execution);
  }

  /// Why no model may be called; null if it may.
  @Nullable Refusal refusalOfModel(@Nullable Execution execution) {
    try {
      return refusal(policy.first(), execution);
    } catch (RuntimeException e) {
      connection.problems().report("decide", "A model call could not be decided: " + e);
      return null;
    }
  }

  /// What holds before a call of a model, and of a tool before the rules.
  private @Nullable Refusal refusal(@Nullable Held held, @Nullable Execution execution) {
    Refusal begun = execution == null ? null : execution.refusal();
    if (begun != null) {
      return begun;
    }
    if (held == null) {
      return connection.withoutPolicy() == FailMode.CLOSED
          ? new Refusal(RefusalKind.NO_POLICY, null, null, null)
          : null;
    }
    Optional<dev.metaagent.policy.Refusal> bound = held.policy().freshness().refusal(policy.age());
    if (bound.isEmpty() && execution != null && !held.policy().limits().isEmpty()) {
      bound = LimitCheck.refusal(held.policy().limits(), execution.meter().usage());
    }
    return bound.map(it -> Refusal.of(it, null)).orElse(null);
  }

  private Decided byRules(
      Held held, String tool, @Nullable Object arguments, @Nullable Execution execution) {
    Object plain = Plain.of(arguments);
    dev.metaagent.policy.rules.Decision decision = held.rules().decide(tool, plain);
    Rule rule = decision.rule();
    if (rule == null) {
      return new Decided(new Permit(arguments, null), null, null);
    }
    Decision answer;
    if (decision instanceof dev.metaagent.policy.rules.Decision.Redact redact) {
      answer = new Permit(redact.arguments(), rule.id());
    } else if (rule.effect() == Effect.DENY) {
      answer = new Refusal(RefusalKind.DENIED, rule.reason(), rule.id(), null);
    } else if (rule.effect() == Effect.ASK) {
      answer = ask(tool, arguments, plain, rule, execution);
    } else {
      answer = new Permit(arguments, rule.id());
    }
    return new Decided(answer, rule.effect().text(), held.policy().version());
  }

  private Pending ask(
      String tool,
      @Nullable Object arguments,
      @Nullable Object plain,
      Rule rule,
      @Nullable Execution execution) {
    OpenQuestion question =
        connection
            .approvals()
            .ask(
                policy.agent(),
                execution == null ? null : execution.id(),
                tool,
                shown(plain),
                rule);
    return new Pending(
        question.id(),
        question.expiresAt(),
        rule.id(),
        question
            .end()
            .thenApply(refusal ->
                refusal.isPresent()
                    ? Refusal.of(refusal.get(), rule.id())
                    : new Permit(arguments, rule.id())));
  }

  /// What a person is shown: frameworks give arguments as a text of JSON.
  private static @Nullable Object shown(@Nullable Object arguments) {
    if (arguments instanceof String text && Json.opens(text)) {
      try {
        return Json.parse(text);
      } catch (InvalidJson e) {
        return text;
      }
    }
    return arguments;
  }

  private Decided withoutPolicy(@Nullable Object arguments) {
    return connection.withoutPolicy() == FailMode.CLOSED
        ? new Decided(
            new Refusal(RefusalKind.NO_POLICY, null, null, null), Effect.DENY.text(), null)
        : new Decided(new Permit(arguments, null), null, null);
  }

  /// The refusal of a run with this id; null if it may begin.
  @Nullable Refusal begin(String executionId) {
    Held held = policy.first();
    Optional<dev.metaagent.policy.Refusal> refusal =
        held == null
            ? Begin.withoutPolicy(connection.withoutPolicy())
            : Begin.refusal(
                held.policy().freshness(), held.policy().stopped(), executionId, policy.age());
    refusal
        .filter(it -> it.kind() == RefusalKind.STOPPED)
        .ifPresent(it -> connection.refusedByStop().incrementAndGet());
    return refusal.map(it -> Refusal.of(it, null)).orElse(null);
  }

  @Nullable Held held() {
    return policy.held();
  }

  @Nullable Long version() {
    Held held = policy.held();
    return held == null ? null : version(held);
  }

  private static Long version(Held held) {
    return held.policy().version();
  }

  /// Waits until a policy is held, for hosts that want one before their first run; false if the
  /// time passes before.
  public boolean await(Duration timeout) throws InterruptedException {
    return policy.await(timeout);
  }

  public PolicyStatus status() {
    Held held = policy.held();
    return new PolicyStatus(
        version(),
        held == null ? null : policy.age(),
        (held == null ? Source.NONE : held.source()).text(),
        connection.problems().all());
  }
}
