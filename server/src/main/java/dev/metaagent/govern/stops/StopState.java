package dev.metaagent.govern.stops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.govern.settings.PolicySettings.Resumption;
import dev.metaagent.govern.settings.PolicySettings.Stop;
import dev.metaagent.kernel.AgentId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether an agent or the fleet is stopped.
///
/// @param agent null: the fleet
/// @param stopped null: it is not
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StopState")
record StopState(@Nullable Agent agent, @Nullable Stopped stopped) {

  /// Whose state it is.
  @Schema(name = "StoppedAgentName")
  record Agent(UUID id, String name) {}

  /// The last step in which new executions were admitted again.
  @Schema(name = "Resumption")
  record Resumed(Instant at, String reason, String by, double share) {

    static @Nullable Resumed of(Stop stop) {
      Resumption resumed = stop.resumed();
      return resumed == null
          ? null
          : new Resumed(resumed.at(), resumed.reason(), resumed.by(), stop.share());
    }
  }

  /// A stop.
  ///
  /// @param share the share of new executions that is admitted all the same
  /// @param resumed who let that share in; null while nothing is
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "Stopped")
  record Stopped(Instant since, String reason, String by, double share, @Nullable Resumed resumed) {

    static @Nullable Stopped of(@Nullable Stop stop) {
      return stop == null
          ? null
          : new Stopped(stop.since(), stop.reason(), stop.by(), stop.share(), Resumed.of(stop));
    }
  }

  /// A stop of one agent.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "StoppedAgent")
  record OfAgent(
      Agent agent,
      Instant since,
      String reason,
      String by,
      double share,
      @Nullable Resumed resumed) {

    static OfAgent of(AgentId agent, String name, Stop stop) {
      return new OfAgent(
          new Agent(agent.value(), name),
          stop.since(),
          stop.reason(),
          stop.by(),
          stop.share(),
          Resumed.of(stop));
    }
  }

  /// Everything that is stopped.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "Stops")
  record All(@Nullable Stopped fleet, List<OfAgent> agents) {}
}
