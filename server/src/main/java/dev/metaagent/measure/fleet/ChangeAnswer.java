package dev.metaagent.measure.fleet;

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
    @Nullable Difference difference) {}
