package dev.metaagent.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An agent as telemetry named it.
///
/// @param began whether a run began with it; false where the name only stands in for one
public record Sighting(
    String name,
    @Nullable String framework,
    @Nullable String version,
    @Nullable String environment,
    Instant at,
    boolean began) {

  /// A name that stands in until the beginning of a run is known.
  public static Sighting of(String name, Instant at) {
    return new Sighting(name, null, null, null, at, false);
  }
}
