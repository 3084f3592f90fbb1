package dev.metaagent.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An agent as telemetry named it.
public record Sighting(
    String name,
    @Nullable String framework,
    @Nullable String version,
    @Nullable String environment,
    Instant at) {

  /// A name of which nothing else is known.
  public static Sighting of(String name, Instant at) {
    return new Sighting(name, null, null, null, at);
  }
}
