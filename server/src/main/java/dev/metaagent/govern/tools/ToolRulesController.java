package dev.metaagent.govern.tools;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.govern.settings.SettingsVersion;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.policy.rules.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Rules on tool calls over HTTP.
@RestController
@Tag(name = "Tool rules", description = "Which tool calls agents may make")
class ToolRulesController {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration USUAL = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int USUAL_EXAMPLES = 5;
  private static final int MOST_EXAMPLES = 50;

  /// The rules of an agent.
  ///
  /// @param rules its own, in order
  /// @param fleetRules those of the fleet, which come before its own
  /// @param version names its own rules; also the ETag
  @Schema(name = "ToolRules")
  record OfAgent(
      @ArraySchema(schema = @Schema(implementation = ToolRule.class))
          List<Map<String, Object>> rules,
      @ArraySchema(schema = @Schema(implementation = ToolRule.class))
          List<Map<String, Object>> fleetRules,
      String version) {}

  /// The rules of the fleet, in order.
  ///
  /// @param version names the rules; also the ETag
  @Schema(name = "FleetToolRules")
  record OfFleet(
      @ArraySchema(schema = @Schema(implementation = ToolRule.class))
          List<Map<String, Object>> rules,
      String version) {}

  /// The rules from now on.
  ///
  /// @param rules all of them, in order, at most 100
  @Schema(name = "ToolRulesChange")
  record Wanted(
      @ArraySchema(schema = @Schema(implementation = ToolRule.class))
          @Nullable List<@Nullable Object> rules,
      @Nullable String reason) {}

  /// Rules to be tried on stored calls.
  ///
  /// @param from default: 24 hours before the end
  /// @param to default: now
  /// @param limit examples for each rule, at most 50
  @Schema(name = "ToolRulesTry")
  record Tried(
      @ArraySchema(schema = @Schema(implementation = ToolRule.class))
          @Nullable List<@Nullable Object> rules,
      @Nullable Instant from,
      @Nullable Instant to,
      @Schema(minimum = "0", maximum = "50", defaultValue = "5") @Nullable Integer limit) {}

  private final ToolRules rules;
  private final ToolRuleTrial trial;
  private final Clock clock;

  ToolRulesController(ToolRules rules, ToolRuleTrial trial, Clock clock) {
    this.rules = rules;
    this.trial = trial;
    this.clock = clock;
  }

  @GetMapping("/api/v1/agents/{agent}/tool-rules")
  @Operation(summary = "The rules on tool calls of an agent, and those of the fleet before them")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ResponseEntity<OfAgent> ofAgent(@PathVariable String agent) {
    return answer(rules.of(agent));
  }

  private ResponseEntity<OfAgent> answer(ToolRules.InForce found) {
    String version = rules.version(found.rules());
    return ResponseEntity.ok()
        .eTag(SettingsVersion.tag(version))
        .body(new OfAgent(found.rules(), found.fleetRules(), version));
  }

  private ResponseEntity<OfFleet> answer(List<Map<String, Object>> found) {
    String version = rules.version(found);
    return ResponseEntity.ok().eTag(SettingsVersion.tag(version)).body(new OfFleet(found, version));
  }

  private ToolRules.Replacement replacement(Wanted wanted, @Nullable String ifMatch) {
    return new ToolRules.Replacement(
        rules.check(wanted.rules()),
        Reason.required(wanted.reason()),
        Caller.current().name(),
        ifMatch);
  }

  @PutMapping("/api/v1/agents/{agent}/tool-rules")
  @Operation(
      summary = "Replace the rules on tool calls of an agent",
      description =
          "The first rule that matches decides. The agent need not have been seen yet. With"
              + " If-Match, only the version that it names is replaced.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "412", ref = "Problem")
  ResponseEntity<OfAgent> setForAgent(
      @PathVariable String agent,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    return answer(rules.set(agent, replacement(wanted, ifMatch)));
  }

  @PostMapping("/api/v1/agents/{agent}/tool-rules/try")
  @Operation(
      summary = "What rules would have decided about stored tool calls of an agent",
      description =
          "Newest calls first, at most 10,000. The rules are tried alone, without those of the"
              + " fleet.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ToolRuleTrial.Result tryForAgent(@PathVariable String agent, @RequestBody Tried tried) {
    ToolRules.Checked checked = rules.check(tried.rules());
    AgentId known = rules.known(agent);
    if (known == null) {
      throw MetaAgentException.notFound("An agent with this id or name");
    }
    return trial.run(asked(known, checked, tried));
  }

  @GetMapping("/api/v1/fleet/tool-rules")
  @Operation(summary = "The rules on tool calls of all agents")
  @ApiResponse(responseCode = "200")
  ResponseEntity<OfFleet> ofFleet() {
    return answer(rules.ofFleet());
  }

  @PutMapping("/api/v1/fleet/tool-rules")
  @Operation(
      summary = "Replace the rules on tool calls of all agents",
      description =
          "They come before the rules of each agent. With If-Match, only the version that it names"
              + " is replaced.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "412", ref = "Problem")
  ResponseEntity<OfFleet> setForFleet(
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    return answer(rules.setForFleet(replacement(wanted, ifMatch)));
  }

  @PostMapping("/api/v1/fleet/tool-rules/try")
  @Operation(
      summary = "What rules would have decided about stored tool calls of all agents",
      description = "Newest calls first, at most 10,000.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  ToolRuleTrial.Result tryForFleet(@RequestBody Tried tried) {
    return trial.run(asked(null, rules.check(tried.rules()), tried));
  }

  private ToolRuleTrial.Asked asked(
      @Nullable AgentId agent, ToolRules.Checked checked, Tried tried) {
    Instant now = clock.instant();
    Instant to = tried.to() == null ? now : tried.to();
    if (to.isBefore(EARLIEST) || to.isAfter(now.plus(USUAL))) {
      throw MetaAgentException.invalid("to", "a time of this century that is not in the future");
    }
    Instant from = tried.from() == null ? to.minus(USUAL) : tried.from();
    if (!from.isBefore(to)) {
      throw MetaAgentException.invalid("from", "a time before `to`");
    }
    if (from.isBefore(to.minus(LONGEST))) {
      throw MetaAgentException.invalid("from", "at most 31 days before `to`");
    }
    int examples = tried.limit() == null ? USUAL_EXAMPLES : tried.limit();
    if (examples < 0 || examples > MOST_EXAMPLES) {
      throw MetaAgentException.invalid("limit", "a whole number from 0 to " + MOST_EXAMPLES);
    }
    Rules set = Rules.read("rules", rules.ownOf(agent));
    return new ToolRuleTrial.Asked(agent, checked.rules(), set, from, to, examples);
  }
}
