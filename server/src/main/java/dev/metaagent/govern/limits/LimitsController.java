package dev.metaagent.govern.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.govern.settings.PolicySettings.RunLimits;
import dev.metaagent.govern.settings.SettingsVersion;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The limits of runs over HTTP.
@RestController
@Tag(name = "Limits", description = "Limits of each run")
class LimitsController {

  private static final int MOST_ACTIONS = 1_000_000;
  private static final double MOST_SECONDS = 10_000_000;
  private static final int MOST_AGE = 31_536_000;
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  /// What limits are to be, as a whole: what is null or missing is not limited here.
  @Schema(name = "LimitsToSet")
  record Wanted(
      @Nullable Integer maxActions,
      @Nullable Double maxSeconds,
      @Schema(description = "US dollars", example = "0.50") @Nullable String maxCostUsd,
      @Nullable Integer maxAgeSeconds,
      @Schema(allowableValues = {"open", "closed"}) @Nullable String afterMaxAge,
      @Nullable String reason) {}

  /// Limits of each run; null is no limit.
  @Schema(name = "RunLimits")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Limits(
      @Nullable Integer maxActions,
      @Nullable Double maxSeconds,
      @Schema(description = "US dollars", example = "0.5") @Nullable String maxCostUsd,
      @Schema(description = "seconds without contact after which a policy is too old")
          @Nullable Integer maxAgeSeconds,
      @Schema(allowableValues = {"open", "closed"}) @Nullable String afterMaxAge) {

    static Limits of(RunLimits limits) {
      BigDecimal cost = limits.maxCostUsd();
      return new Limits(
          limits.maxActions(),
          limits.maxSeconds(),
          cost == null ? null : cost.stripTrailingZeros().toPlainString(),
          limits.maxAgeSeconds(),
          limits.afterMaxAge());
    }
  }

  /// Whose each limit is that applies: `agent`, `fleet`, `default`; null: there is no limit.
  @Schema(name = "LimitSources")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Sources(
      @Nullable LimitSource maxActions,
      @Nullable LimitSource maxSeconds,
      @Nullable LimitSource maxCostUsd,
      @Nullable LimitSource maxAgeSeconds,
      @Nullable LimitSource afterMaxAge) {

    static Sources of(LimitSettings.InForce limits) {
      return new Sources(
          source(limits, RunLimits::maxActions),
          source(limits, RunLimits::maxSeconds),
          source(limits, RunLimits::maxCostUsd),
          source(limits, RunLimits::maxAgeSeconds),
          source(limits, RunLimits::afterMaxAge));
    }

    private static @Nullable LimitSource source(
        LimitSettings.InForce limits, Function<RunLimits, @Nullable Object> limit) {
      if (limits.ofAgent() && limit.apply(limits.own()) != null) {
        return LimitSource.AGENT;
      }
      if (limit.apply(limits.fleet()) != null) {
        return LimitSource.FLEET;
      }
      return limit.apply(limits.effective()) == null ? null : LimitSource.DEFAULT;
    }
  }

  /// What is set here, and what applies.
  ///
  /// @param version names what is set here; also the ETag
  @Schema(name = "LimitsInForce")
  record Both(Limits own, Limits effective, Sources sources, String version) {}

  private final LimitSettings limits;

  LimitsController(LimitSettings limits) {
    this.limits = limits;
  }

  @GetMapping("/api/v1/agents/{agent}/limits")
  @Operation(summary = "The limits of the runs of an agent, set for it and in force")
  ResponseEntity<Both> ofAgent(
      @PathVariable("agent") @Parameter(description = "its id or name") String agent) {
    return answer(limits.ofAgent(agent));
  }

  private ResponseEntity<Both> answer(LimitSettings.InForce found) {
    String version = limits.version(found.own());
    return ResponseEntity.ok()
        .eTag(SettingsVersion.tag(version))
        .body(
            new Both(
                Limits.of(found.own()), Limits.of(found.effective()), Sources.of(found), version));
  }

  private static LimitSettings.Replacement replacement(Wanted wanted, @Nullable String ifMatch) {
    return new LimitSettings.Replacement(
        checked(wanted), Reason.required(wanted.reason()), Caller.current().name(), ifMatch);
  }

  @PutMapping("/api/v1/agents/{agent}/limits")
  @Operation(
      summary = "Replace the limits of the runs of an agent",
      description = "With If-Match, only the version that it names is replaced.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "412", ref = "Problem")
  ResponseEntity<Both> setOfAgent(
      @PathVariable("agent") @Parameter(description = "its id or name") String agent,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    return answer(limits.setOfAgent(agent, replacement(wanted, ifMatch)));
  }

  @GetMapping("/api/v1/fleet/limits")
  @Operation(summary = "The limits of the runs of all agents that have none of their own")
  ResponseEntity<Both> ofFleet() {
    return answer(limits.ofFleet());
  }

  @PutMapping("/api/v1/fleet/limits")
  @Operation(
      summary = "Replace the limits of the runs of all agents that have none of their own",
      description = "With If-Match, only the version that it names is replaced.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "412", ref = "Problem")
  ResponseEntity<Both> setOfFleet(
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    return answer(limits.setOfFleet(replacement(wanted, ifMatch)));
  }

  private static RunLimits checked(Wanted wanted) {
    whole("maxActions", wanted.maxActions(), MOST_ACTIONS);
    whole("maxAgeSeconds", wanted.maxAgeSeconds(), MOST_AGE);
    Double seconds = wanted.maxSeconds();
    if (seconds != null && !(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw MetaAgentException.invalid(
          "maxSeconds", "a number above 0, at most " + (long) MOST_SECONDS);
    }
    String after = wanted.afterMaxAge();
    if (after != null && !after.equals("open") && !after.equals("closed")) {
      throw MetaAgentException.invalid("afterMaxAge", "open or closed");
    }
    return new RunLimits(
        wanted.maxActions(), seconds, amount(wanted.maxCostUsd()), wanted.maxAgeSeconds(), after);
  }

  private static void whole(String field, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw MetaAgentException.invalid(field, "a whole number from 1 to " + most);
    }
  }

  private static @Nullable BigDecimal amount(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!AMOUNT.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
      throw MetaAgentException.invalid(
          "maxCostUsd", "US dollars above 0 as a text, such as \"0.50\", at most 9 decimals");
    }
    return new BigDecimal(text);
  }
}
