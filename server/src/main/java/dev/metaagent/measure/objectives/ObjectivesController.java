package dev.metaagent.measure.objectives;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.ObjectivesEdit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What an agent is meant to reach, set with a reason.
@RestController
@Tag(name = "Agents")
class ObjectivesController {

  private static final int LONGEST_REASON = 500;

  /// The objectives to set; one that is left out stays as it is.
  record ObjectivesRequest(
      @Schema(description = "share of runs that succeed", example = "0.98")
          @Nullable Double successRate,
      @Schema(description = "milliseconds", example = "3000") @Nullable Double latencyP95Ms,
      @Schema(description = "US dollars", example = "0.05") @Nullable String costPerSuccessUsd,
      @Schema(description = "kept in the journal", example = "agreed with sales")
          @Nullable String reason) {}

  private final ObjectivesSetting setting;

  ObjectivesController(ObjectivesSetting setting) {
    this.setting = setting;
  }

  @PutMapping("/api/v1/agents/{id}/objectives")
  @Operation(summary = "Set the objectives of an agent")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ObjectivesAnswer set(@PathVariable AgentId id, @RequestBody ObjectivesRequest wanted) {
    String reason = reason(wanted.reason());
    ObjectivesEdit objectives =
        new ObjectivesEdit(wanted.successRate(), wanted.latencyP95Ms(), wanted.costPerSuccessUsd());
    return ObjectivesAnswer.of(setting.set(id, objectives, reason, Caller.current().name()));
  }

  private static String reason(@Nullable String reason) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw MetaAgentException.invalid(
          "reason", "must say why, in at most " + LONGEST_REASON + " characters");
    }
    return reason.strip();
  }
}
