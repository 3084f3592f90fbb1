package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.Page;
import dev.metaagent.measure.query.RequestParameters;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesAnswer;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.measure.series.Steps;
import dev.metaagent.registry.Agents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Numbers of the whole fleet.
@RestController
@Tag(name = "Fleet")
class MetricsController {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Set<SeriesReport.By> BY =
      Set.of(
          SeriesReport.By.AGENT,
          SeriesReport.By.MODEL,
          SeriesReport.By.ENVIRONMENT,
          SeriesReport.By.USER);

  private final SeriesReport series;
  private final FleetReport fleet;
  private final ChangesReport changes;
  private final Agents agents;
  private final Clock clock;

  MetricsController(
      SeriesReport series, FleetReport fleet, ChangesReport changes, Agents agents, Clock clock) {
    this.series = series;
    this.fleet = fleet;
    this.changes = changes;
    this.agents = agents;
    this.clock = clock;
  }

  @GetMapping("/api/v1/metrics")
  @Operation(
      summary = "Numbers of the fleet over time",
      description =
          "A run counts in the step in which it ended. `by` gives at most the 50 largest series;"
              + " by user, the newest 200,000 runs are read; `complete` says whether that was all.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  SeriesAnswer metrics(
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @Parameter(description = "length of a step", example = "15m") @RequestParam(required = false)
          @Nullable String step,
      @Parameter(description = "agent, model, environment or user", example = "agent")
          @RequestParam(required = false)
          @Nullable String by) {
    return series.read(
        null,
        TimeRange.of(from, to, DAY, clock.instant()),
        Steps.wanted(step),
        SeriesReport.By.parse(by, BY));
  }

  @GetMapping("/api/v1/fleet")
  @Operation(summary = "The state of the fleet, and the agents that need attention")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  FleetReport.FleetAnswer fleet(
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return fleet.read(TimeRange.of(from, to, DAY, clock.instant()));
  }

  @GetMapping("/api/v1/changes")
  @Operation(
      summary = "Changes seen in the telemetry",
      description =
          "The first time an agent ran with a prompt version, model or version, with its success in"
              + " the 24 hours before and after, and their difference with a 95 % interval.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<ChangeAnswer> changes(
      @Parameter(description = "id or name of an agent") @RequestParam(required = false)
          @Nullable String agent,
      @Parameter(description = "RFC 3339 or relative to now", example = "-7d")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @Parameter(description = "1 to 200", example = "20") @RequestParam(required = false)
          @Nullable Integer limit) {
    TimeRange range = TimeRange.of(from, to, MONTH, clock.instant());
    int most = RequestParameters.limit(limit, 50, 200);
    if (agent == null || agent.isBlank()) {
      return Page.of(changes.read(null, range, most), null);
    }
    return Page.of(
        agents.meant(agent).map(one -> changes.read(one, range, most)).orElse(List.of()), null);
  }
}
