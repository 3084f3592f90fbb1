package dev.metaagent.measure.fleet;

import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change that was seen, with the success of the version before it and of the version it brought
/// (of a beginning: of the agent).
///
/// @param before of the runs of `from` that ended in the 24 hours before the change, to the end of
///   its hour
/// @param after of the runs of `to` that ended in the 24 hours after it
public record ChangeAnswer(
    Instant at,
    NamedAgent agent,
    @Schema(allowableValues = {"prompt", "model", "version", "first_seen"}) String kind,
    @Nullable String name,
    @Nullable String from,
    @Nullable String to,
    @Nullable Rate before,
    @Nullable Rate after,
    @Nullable Difference difference,
    @Schema(description = "the code that brought it; null where nobody says")
        @Nullable Commit commit) {

  /// The code that brought a change.
  @Schema(name = "ChangeCommit")
  public record Commit(
      @Nullable String repository,
      @Nullable String ref,
      String commit,
      @Schema(
              description =
                  "telemetry: of the first run that had the new value; deployment: of the"
                      + " deployment of that version nearest before it",
              allowableValues = {"telemetry", "deployment"})
          String source) {

    static @Nullable Commit of(Changes.@Nullable Commit known) {
      if (known == null || known.revision().commit() == null) {
        return null;
      }
      return new Commit(
          known.revision().repository(),
          known.revision().ref(),
          known.revision().commit(),
          known.deployed() ? "deployment" : "telemetry");
    }
  }
}
