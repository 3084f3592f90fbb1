package dev.metaagent.measure.latency;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.query.AskedAgents;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Where the time of an agent goes.
@RestController
@Tag(name = "Agents")
class LatencyController {

  private static final Duration USUAL = Duration.ofHours(1);

  private final AskedAgents agents;
  private final LatencyReport report;
  private final TenantTransactions transactions;
  private final Clock clock;

  LatencyController(
      AskedAgents agents, LatencyReport report, TenantTransactions transactions, Clock clock) {
    this.agents = agents;
    this.report = report;
    this.transactions = transactions;
    this.clock = clock;
  }

  @GetMapping("/api/v1/agents/{id}/latency")
  @Operation(
      summary = "Where the time of an agent's runs goes",
      description =
          "By kind and name of its actions, each without the time of the actions below it, beside"
              + " the range of the same length before. The newest 300 runs of each range are looked"
              + " at; `sampled` says how many that were.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  LatencyReport.Answer latency(
      @Parameter(description = "id or name of the agent") @PathVariable AgentId id,
      @Parameter(description = "RFC 3339 or relative to now", example = "-1h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    AgentId agent = agents.require(id);
    TimeRange range = TimeRange.of(from, to, USUAL, clock.instant());
    return transactions.read(() -> report.of(agent, range));
  }
}
