package dev.metaagent.measure.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.latency.LatencyReport;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An agent that needs attention.
///
/// @param windowExecutions runs of the last hour
public record Need(
    Rule rule,
    AgentStatus severity,
    NamedAgent agent,
    @Schema(
            description =
                "start of the first run that failed or was too slow, of the new version where a"
                    + " change explains it; silent: of its last run")
        @Nullable Instant since,
    @Schema(
            description =
                "success rate from then on; when slow, the share of runs within the limit")
        @Nullable Rate sinceThen,
    long windowExecutions,
    long windowFailed,
    @Nullable Double objective,
    @Nullable Rate observed,
    FailureStore.@Nullable TopError topError,
    @Schema(
            description =
                "the change that explains it, else the newest one that came no later than it began;"
                    + " its difference says whether success fell with it")
        @Nullable ChangeAnswer newestChange,
    @Nullable Double latencyP95Ms,
    @Nullable Double limitMs,
    @Schema(description = "of a slow agent: the action whose time for each run grew most")
        LatencyReport.@Nullable Slowest slowest,
    @Schema(description = "ids of its newest runs that failed, were too slow, or were its last")
        List<String> evidence) {

  /// Why an agent is on the list.
  public enum Rule {
    BELOW_OBJECTIVE,
    SLOW,
    SILENT;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
