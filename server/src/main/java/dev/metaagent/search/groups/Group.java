package dev.metaagent.search.groups;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.search.GroupTally;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The executions with one value.
///
/// @param key the value; of an agent its id; null when they have none
@Schema(name = "ExecutionGroup")
public record Group(
    @Nullable String key,
    ExecutionView.@Nullable Agent agent,
    long executions,
    long failed,
    @Schema(description = "sum of their own cost, without nested executions")
        @Nullable String costUsd,
    @Schema(
            description =
                "runs with a model call whose price is not known: the cost is a lower bound")
        long unpriced,
    @Nullable Long tokens,
    Rate successRate,
    @Schema(description = "of the duration, in milliseconds") @Nullable BigDecimal p95) {

  static Group of(GroupTally tally, ExecutionView.@Nullable Agent agent) {
    return new Group(
        tally.key(),
        agent,
        tally.executions(),
        tally.failed(),
        NanoUsd.format(tally.costNano()),
        tally.unpriced(),
        tally.tokens(),
        Rate.of(tally.ok(), tally.failed(), tally.executions() - tally.ok() - tally.failed()),
        ExecutionView.milliseconds(tally.p95Nanos()));
  }
}
