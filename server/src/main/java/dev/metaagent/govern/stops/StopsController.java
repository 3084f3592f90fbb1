package dev.metaagent.govern.stops;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The stop over HTTP.
@RestController
@Tag(name = "Stops", description = "Stopping agents and resuming them in steps")
class StopsController {

  /// Why something is stopped.
  @Schema(name = "StopRequest")
  record Why(@Nullable String reason) {}

  /// How much is admitted again, and why.
  ///
  /// @param share of new executions, above 0; 1 ends the stop
  @Schema(name = "ResumeRequest")
  record Resumed(
      @Schema(minimum = "0", exclusiveMinimum = true, maximum = "1", example = "0.1")
          @Nullable Double share,
      @Nullable String reason) {}

  private final Stops stops;

  StopsController(Stops stops) {
    this.stops = stops;
  }

  @GetMapping("/api/v1/stops")
  @Operation(summary = "Everything that is stopped")
  @ApiResponse(responseCode = "200")
  StopState.All all() {
    return stops.all();
  }

  @PostMapping("/api/v1/agents/{agent}/stop")
  @Operation(
      summary = "Stop an agent: every SDK refuses its new executions",
      description =
          "Executions that have begun go on. The agent need not have been seen yet. What is stopped"
              + " already stays as it is.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  StopState stop(@PathVariable String agent, @RequestBody Why why) {
    return stops.stop(agent, Reason.required(why.reason()), Caller.current().name());
  }

  @PostMapping("/api/v1/agents/{agent}/resume")
  @Operation(summary = "Admit a share of new executions of an agent again, or all of them")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  StopState resume(@PathVariable String agent, @RequestBody Resumed resumed) {
    double share = share(resumed);
    String reason = Reason.required(resumed.reason());
    return stops.resume(agent, share, reason, Caller.current().name());
  }

  @PostMapping("/api/v1/fleet/stop")
  @Operation(summary = "Stop all agents: every SDK refuses new executions")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  StopState stopFleet(@RequestBody Why why) {
    return stops.stopFleet(Reason.required(why.reason()), Caller.current().name());
  }

  @PostMapping("/api/v1/fleet/resume")
  @Operation(summary = "Admit a share of new executions of all agents again, or all of them")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "409", ref = "Problem")
  StopState resumeFleet(@RequestBody Resumed resumed) {
    double share = share(resumed);
    String reason = Reason.required(resumed.reason());
    return stops.resumeFleet(share, reason, Caller.current().name());
  }

  private static double share(Resumed resumed) {
    Double share = resumed.share();
    if (share == null || !(share > 0 && share <= 1)) {
      throw MetaAgentException.invalid("share", "a number above 0, at most 1");
    }
    return share;
  }
}
