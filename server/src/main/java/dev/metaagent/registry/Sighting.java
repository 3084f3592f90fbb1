package dev.metaagent.registry;

import dev.metaagent.kernel.AgentName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An agent as telemetry named it.
///
/// @param began whether a run began with it; false for a provisional name
public record Sighting(
    String name,
    @Nullable String framework,
    @Nullable String version,
    @Nullable String environment,
    Instant at,
    boolean began) {

  /// A provisional name until the beginning of a run is known.
  public static Sighting of(String name, Instant at) {
    return new Sighting(name, null, null, null, at, false);
  }

  /// Both sightings of one agent as one: facts that only one has, the latest time, and whether
  /// either began.
  Sighting and(Sighting other) {
    return new Sighting(
        name,
        framework != null ? framework : other.framework,
        version != null ? version : other.version,
        environment != null ? environment : other.environment,
        at.isAfter(other.at) ? at : other.at,
        began || other.began);
  }

  /// The same run under the agent that stands for all names beyond the limit.
  Sighting beyondTheLimit() {
    return new Sighting(AgentName.UNNAMED, framework, version, environment, at, began);
  }
}
