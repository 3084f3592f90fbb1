package dev.metaagent.measure.detect;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Rate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A symptom of an agent with since when it has it, and what may have to do with it.
///
/// @param since when it began as far as the series shows, null when it does not
/// @param rateSince from then on: the success rate, or when slow the share of executions within the
///   limit; null when silent or nothing is known
/// @param candidates changes that came no later than it began, the newest first: they may be its
///   cause, nothing here says that they are
public record Detection(
    AgentId agent,
    Symptom symptom,
    @Nullable Instant since,
    @Nullable Rate rateSince,
    List<Changes.Change> candidates) {

  public Detection {
    candidates = List.copyOf(candidates);
  }
}
