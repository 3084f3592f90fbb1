package dev.metaagent.measure.compare;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.query.AskedAgents;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Two versions of an agent.
@RestController
@Tag(name = "Agents")
class CompareController {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Set<SeriesReport.By> BY =
      Set.of(SeriesReport.By.PROMPT_VERSION, SeriesReport.By.VERSION, SeriesReport.By.MODEL);

  private final AskedAgents agents;
  private final CompareReport report;
  private final TenantTransactions transactions;
  private final Clock clock;

  CompareController(
      AskedAgents agents, CompareReport report, TenantTransactions transactions, Clock clock) {
    this.agents = agents;
    this.report = report;
    this.transactions = transactions;
    this.clock = clock;
  }

  @GetMapping("/api/v1/agents/{id}/compare")
  @Operation(
      summary = "Two versions of an agent: numbers, differences with intervals, texts",
      description =
          "Without a range the numbers are those of the change: the older version in the 24 hours"
              + " before the newer one was first seen, the newer one in the 24 hours after, both to"
              + " the end of the hour. Without a and b: the newest change. A viewer sees no texts.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Comparison compare(
      @Parameter(description = "id or name of the agent") @PathVariable AgentId id,
      @Parameter(description = "promptVersion, version or model", example = "promptVersion")
          @RequestParam(required = false)
          @Nullable String by,
      @Parameter(example = "v13") @RequestParam(required = false) @Nullable String a,
      @Parameter(example = "v14") @RequestParam(required = false) @Nullable String b,
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    AgentId agent = agents.require(id);
    SeriesReport.By wanted = SeriesReport.By.parse(by, BY);
    boolean ranged = (from != null && !from.isBlank()) || (to != null && !to.isBlank());
    CompareReport.Question question =
        new CompareReport.Question(
            agent,
            wanted == null ? SeriesReport.By.PROMPT_VERSION : wanted,
            named(a),
            named(b),
            ranged ? TimeRange.of(from, to, DAY, clock.instant()) : null,
            Caller.current().mayReadBodies());
    return transactions.read(() -> report.of(question));
  }

  private static @Nullable String named(@Nullable String key) {
    return key == null || key.isBlank() ? null : key;
  }
}
