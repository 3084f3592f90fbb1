package dev.metaagent.measure.detect;

import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Rate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Since when an agent has a symptom, and what came before.
///
/// @param since the start of the first run that showed it, null when none is kept
/// @param rateSince from then on: the success rate, or when slow the share of runs within the
///   limit; null when silent or nothing is known
/// @param change the change with which it began; where none explains it, the newest one that came
///   no later. It may be the cause; nothing here says that it is
public record Detection(
    @Nullable Instant since, @Nullable Rate rateSince, Changes.@Nullable Change change) {}
