package dev.metaagent.govern.trial;

import dev.metaagent.access.Caller;
import dev.metaagent.govern.policy.PolicyAgent;
import dev.metaagent.govern.policy.ServedPolicies;
import dev.metaagent.govern.policy.StoredPolicy;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.policy.RunUsage;
import dev.metaagent.policy.document.Policy;
import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Trying a policy over HTTP. Nothing is changed and nothing is stored.
@RestController
@Tag(name = "Policies", description = "What agents may do at run time")
class PolicyTrialController {

  private static final int LONGEST = 200;
  private static final long MOST_SECONDS = 1_000_000_000;
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  /// What is tried.
  ///
  /// @param ageSeconds since the SDK last heard from the server; default: 0
  @Schema(name = "PolicyTry")
  record Tried(
      @Schema(minimum = "0", defaultValue = "0") @Nullable Double ageSeconds,
      @Nullable TriedRun run,
      @Nullable TriedTool tool,
      @Nullable TriedPrompt prompt) {}

  /// A new run.
  @Schema(name = "PolicyTryRun")
  record TriedRun(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = LONGEST)
          @Nullable String executionId) {}

  /// A tool call of a run that has begun.
  ///
  /// @param arguments an object, a list, or a text of JSON
  /// @param usage of the run so far; what is missing is 0, a missing cost is unknown
  @Schema(name = "PolicyTryTool")
  record TriedTool(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = LONGEST)
          @Nullable String name,
      @Schema(implementation = Object.class) @Nullable JsonNode arguments,
      @Nullable TriedUsage usage) {}

  /// What a run has used.
  @Schema(name = "PolicyTryUsage")
  record TriedUsage(
      @Schema(minimum = "0") @Nullable Long actions,
      @Schema(minimum = "0") @Nullable Double seconds,
      @Schema(description = "US dollars", example = "0.50") @Nullable String costUsd) {}

  /// A prompt.
  @Schema(name = "PolicyTryPrompt")
  record TriedPrompt(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = LONGEST)
          @Nullable String name) {}

  private final ServedPolicies policies;
  private final PolicyTrial trial;
  private final Clock clock;

  PolicyTrialController(ServedPolicies policies, PolicyTrial trial, Clock clock) {
    this.policies = policies;
    this.trial = trial;
    this.clock = clock;
  }

  @PostMapping("/api/v1/agents/{agent}/policy/try")
  @Operation(
      summary = "What an SDK that holds the newest policy of an agent would decide",
      description =
          "About a new run, a tool call of a run that has begun, and a prompt; at least one of"
              + " them. The functions are those of the SDK. Nothing is stored, and nobody is"
              + " asked.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  TrialAnswer trial(
      @PathVariable("agent") @Parameter(description = "its id or name") String agent,
      @RequestBody Tried tried) {
    TriedRun run = tried.run();
    TriedTool tool = tried.tool();
    TriedPrompt prompt = tried.prompt();
    if (run == null && tool == null && prompt == null) {
      throw MetaAgentException.invalid("tool", "one of run, tool and prompt is needed");
    }
    Duration age = seconds("ageSeconds", tried.ageSeconds());
    String execution = run == null ? null : text("run.executionId", run.executionId());
    PolicyTrial.Call call = tool == null ? null : call(tool);
    String name = prompt == null ? null : text("prompt.name", prompt.name());
    PolicyAgent asked = policies.agent(agent, Caller.current());
    StoredPolicy stored = policies.find(asked);
    Policy policy =
        Policy.parse(
            Json.parse(new String(policies.document(asked, stored), StandardCharsets.UTF_8)));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new TrialAnswer(
        new TrialAnswer.Whose(asked.id() == null ? null : asked.id().value(), asked.name()),
        policy.version(),
        policy.issuedAt(),
        execution == null ? null : trial.run(policy, execution, age),
        call == null ? null : trial.tool(policy, call, age, now),
        name == null ? null : trial.prompt(policy, name));
  }

  private static PolicyTrial.Call call(TriedTool tool) {
    TriedUsage usage = tool.usage() == null ? new TriedUsage(null, null, null) : tool.usage();
    Long actions = usage.actions();
    if (actions != null && actions < 0) {
      throw MetaAgentException.invalid("tool.usage.actions", "a whole number of at least 0");
    }
    Duration seconds = seconds("tool.usage.seconds", usage.seconds());
    return new PolicyTrial.Call(
        text("tool.name", tool.name()),
        plain(tool.arguments()),
        new RunUsage(
            actions == null ? 0 : actions,
            seconds.toNanos() / (double) Duration.ofSeconds(1).toNanos(),
            amount(usage.costUsd())));
  }

  private static String text(String field, @Nullable String text) {
    if (text == null || text.isBlank() || text.length() > LONGEST) {
      throw MetaAgentException.invalid(field, "a text of 1 to " + LONGEST + " characters");
    }
    return text;
  }

  private static Duration seconds(String field, @Nullable Double seconds) {
    if (seconds == null) {
      return Duration.ZERO;
    }
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw MetaAgentException.invalid(field, "seconds from 0 to " + MOST_SECONDS);
    }
    return Duration.ofNanos(Math.round(seconds * Duration.ofSeconds(1).toNanos()));
  }

  private static @Nullable BigDecimal amount(@Nullable String text) {
    if (text != null && !AMOUNT.matcher(text).matches()) {
      throw MetaAgentException.invalid(
          "tool.usage.costUsd", "US dollars as a text, such as \"0.50\", at most 9 decimals");
    }
    return text == null ? null : new BigDecimal(text);
  }

  private static @Nullable Object plain(@Nullable JsonNode arguments) {
    try {
      return arguments == null || arguments.isNull() ? null : Json.parse(arguments.toString());
    } catch (InvalidJson e) {
      throw MetaAgentException.invalid("tool.arguments", "JSON of at most 1,000 levels");
    }
  }
}
