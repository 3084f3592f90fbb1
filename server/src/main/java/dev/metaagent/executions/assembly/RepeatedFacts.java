package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.MappedSpan.ErrorFact;
import dev.metaagent.conventions.Tally;
import dev.metaagent.conventions.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes the span that stands for a call by the facts that only its repeats state. */
final class RepeatedFacts {
  private RepeatedFacts() {}

  /**
   * @param repeats spans that report the same call, from the earliest on: outer before inner
   */
  static MappedSpan added(MappedSpan told, List<MappedSpan> repeats) {
    MappedSpan all = told;
    for (MappedSpan repeat : repeats) {
      all = added(all, repeat);
    }
    return all;
  }

  private static MappedSpan added(MappedSpan told, MappedSpan repeat) {
    ActionStatus status = status(told, repeat);
    return new MappedSpan(
        told.spanId(),
        told.parentSpanId(),
        told.kind(),
        told.name(),
        status,
        told.startNanos(),
        told.endNanos(),
        first(told.model(), repeat.model()),
        first(told.provider(), repeat.provider()),
        usage(told.usage(), repeat.usage()),
        first(told.timeToFirstTokenMillis(), repeat.timeToFirstTokenMillis()),
        status == ActionStatus.ERROR ? error(told.error(), repeat.error()) : null,
        first(told.toolCallId(), repeat.toolCallId()),
        told.streamed() || repeat.streamed(),
        tally(told, repeat),
        first(told.callKey(), repeat.callKey()),
        told.boundary(),
        told.run(),
        first(told.acting(), repeat.acting()),
        told.meaningful(),
        told.convention(),
        told.scope());
  }

  /**
   * A tool failed if one of those who called it says so; a model call may have been tried again.
   */
  private static ActionStatus status(MappedSpan told, MappedSpan repeat) {
    boolean failed = told.kind() == ActionKind.TOOL && repeat.status() == ActionStatus.ERROR;
    boolean unknown = told.status() == ActionStatus.UNKNOWN;
    return failed || unknown ? repeat.status() : told.status();
  }

  /** The one that says why. */
  private static @Nullable ErrorFact error(@Nullable ErrorFact told, @Nullable ErrorFact repeat) {
    boolean says = told != null && (told.message() != null || repeat == null);
    return says || (repeat != null && repeat.message() == null && told != null) ? told : repeat;
  }

  private static Tally tally(MappedSpan told, MappedSpan repeat) {
    return told.tally() == Tally.NONE && !told.usage().hasTokens() ? repeat.tally() : told.tally();
  }

  /** All of it, or the parts that have no price of their own and the sender's cost. */
  private static Usage usage(Usage told, Usage repeat) {
    if (!told.hasTokens()) {
      return repeat;
    }
    return new Usage(
        told.inputTokens(),
        told.outputTokens(),
        told.cacheReadTokens(),
        told.cacheWriteTokens(),
        first(told.reasoningTokens(), repeat.reasoningTokens()),
        first(told.reportedCostNanoUsd(), repeat.reportedCostNanoUsd()));
  }

  private static <T> @Nullable T first(@Nullable T told, @Nullable T repeat) {
    return told == null ? repeat : told;
  }
}
