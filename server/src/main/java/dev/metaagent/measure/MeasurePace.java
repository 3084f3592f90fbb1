package dev.metaagent.measure;

import dev.metaagent.measure.health.HealthUpdater;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// When measuring does what it does beside the entries of the log, and how long it rests: the
/// longer a pass, the longer the rest, so that many commits are counted together and measuring
/// takes at most a part of one processor.
final class MeasurePace {

  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration MERGES = Duration.ofSeconds(2);
  private static final Duration SHORTEST_REST = Duration.ofMillis(40);
  private static final Duration SHORT_WORK = Duration.ofMillis(25);
  private static final int REST_FOR_WORK = 3;

  private Instant nextCatchUp = Instant.MIN;
  private Instant nextMerges = Instant.MIN;
  private Instant nextAge = Instant.MIN;

  /// Runs what is due.
  ///
  /// @param catchUp answers whether more waits
  void due(Instant now, IntSupplier followMerges, BooleanSupplier catchUp, Runnable age) {
    if (!now.isBefore(nextMerges)) {
      nextMerges = now.plus(MERGES);
      int _ = followMerges.getAsInt();
    }
    if (!now.isBefore(nextCatchUp)) {
      nextCatchUp = now.plus(CATCH_UP);
      nextCatchUp = catchUp.getAsBoolean() ? now : nextCatchUp;
    }
    if (!now.isBefore(nextAge)) {
      nextAge = now.plus(HealthUpdater.AGES_AFTER);
      age.run();
    }
  }

  /// How long to rest: always a moment, so that a stream of small commits is counted together;
  /// after a long pass, when there is much to count together, almost three times as long as it
  /// took.
  static Duration rest(Duration worked) {
    Duration rest = worked.minus(SHORT_WORK).multipliedBy(REST_FOR_WORK);
    rest = rest.compareTo(worked) > 0 ? rest : worked;
    rest = rest.compareTo(SHORTEST_REST) > 0 ? rest : SHORTEST_REST;
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }
}
