package dev.metaagent.govern.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.CompiledRules;
import dev.metaagent.policy.rules.Decision;
import dev.metaagent.policy.rules.Effect;
import dev.metaagent.policy.rules.Glob;
import dev.metaagent.policy.rules.Rule;
import dev.metaagent.policy.rules.Rules;
import dev.metaagent.search.RecordedToolCalls;
import dev.metaagent.search.RecordedToolCalls.ToolCall;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Tries rules on stored tool calls: what they would have decided, and where that differs from the
/// rules that are set now.
@Component
class ToolRuleTrial {

  private static final int MOST = 10_000;

  /// What rules would have done.
  ///
  /// @param calls calls that were looked at
  /// @param undecidable calls whose arguments a rule needs and that are not stored, or not readable
  /// @param changed calls that the rules set now decide in another way
  /// @param truncated whether older calls of the range were not looked at
  @Schema(name = "ToolRuleTrial")
  record Result(
      long calls,
      long undecidable,
      long allowed,
      long denied,
      long asked,
      long redacted,
      long changed,
      List<OfRule> byRule,
      boolean truncated) {}

  /// What one rule would have decided, with its newest calls.
  @Schema(name = "ToolRuleTrialOfRule")
  record OfRule(
      String id,
      @Schema(allowableValues = {"allow", "deny", "ask", "redact"}) String effect,
      long calls,
      List<Example> examples) {}

  /// A call that a rule would have decided.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ToolRuleTrialExample")
  record Example(
      String executionId,
      String spanId,
      String tool,
      Instant at,
      @Schema(implementation = Object.class, description = "as stored, without personal data")
          @Nullable JsonNode arguments) {}

  /// What is tried.
  ///
  /// @param now the rules of the same place that are set now
  /// @param examples how many calls are shown for each rule
  record Asked(
      @Nullable AgentId agent, Rules rules, Rules now, Instant from, Instant to, int examples) {}

  private final RecordedToolCalls recorded;

  ToolRuleTrial(RecordedToolCalls recorded) {
    this.recorded = recorded;
  }

  Result run(Asked asked) {
    Counts counts = new Counts(asked);
    boolean truncated =
        recorded.newestFirst(asked.agent(), asked.from(), asked.to(), MOST, counts::count);
    return counts.result(truncated);
  }

  private static final class Counts {

    private final Asked asked;
    private final CompiledRules rules;
    private final CompiledRules now;
    private final Map<String, List<Example>> examples = new LinkedHashMap<>();
    private final Map<String, Long> byRule = new LinkedHashMap<>();
    private final Map<Effect, Long> effects = new EnumMap<>(Effect.class);
    private long calls;
    private long undecidable;
    private long changed;

    Counts(Asked asked) {
      this.asked = asked;
      this.rules = asked.rules().compile();
      this.now = asked.now().compile();
    }

    void count(ToolCall call) {
      calls++;
      Object arguments = plain(call.arguments());
      if (arguments == null && needsArguments(asked.rules(), call.tool())) {
        undecidable++;
        return;
      }
      Decision decision = rules.decide(call.tool(), arguments);
      effects.merge(decision.effect(), 1L, Long::sum);
      boolean known = arguments != null || !needsArguments(asked.now(), call.tool());
      if (known && now.decide(call.tool(), arguments).effect() != decision.effect()) {
        changed++;
      }
      Rule rule = decision.rule();
      if (rule != null) {
        byRule.merge(rule.id(), 1L, Long::sum);
        List<Example> shown = examples.computeIfAbsent(rule.id(), _ -> new ArrayList<>());
        if (shown.size() < asked.examples()) {
          shown.add(example(call));
        }
      }
    }

    private static Example example(ToolCall call) {
      return new Example(
          call.execution().toString(), call.spanId(), call.tool(), call.at(), call.arguments());
    }

    Result result(boolean truncated) {
      return new Result(
          calls,
          undecidable,
          effects.getOrDefault(Effect.ALLOW, 0L),
          effects.getOrDefault(Effect.DENY, 0L),
          effects.getOrDefault(Effect.ASK, 0L),
          effects.getOrDefault(Effect.REDACT, 0L),
          changed,
          asked.rules().rules().stream().map(this::ofRule).toList(),
          truncated);
    }

    private OfRule ofRule(Rule rule) {
      return new OfRule(
          rule.id(),
          rule.effect().text(),
          byRule.getOrDefault(rule.id(), 0L),
          examples.getOrDefault(rule.id(), List.of()));
    }
  }

  /// Arguments as plain values; null where there are none, or a text that begins as JSON does and
  /// is none.
  private static @Nullable Object plain(@Nullable JsonNode arguments) {
    if (arguments == null || arguments.isNull()) {
      return null;
    }
    try {
      if (!arguments.isString()) {
        return Json.parse(arguments.toString());
      }
      String text = arguments.stringValue();
      return Json.opens(text) ? Json.parse(text) : text;
    } catch (InvalidJson e) {
      return null;
    }
  }

  /// Whether the decision about a tool depends on its arguments: a rule with conditions names it
  /// before one without.
  private static boolean needsArguments(Rules rules, String tool) {
    for (Rule rule : rules.rules()) {
      if (new Glob(rule.tool()).matches(tool)) {
        if (!rule.when().conditions().isEmpty()) {
          return true;
        }
        if (rule.when().all()) {
          return false;
        }
      }
    }
    return false;
  }
}
