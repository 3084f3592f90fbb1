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
  private static final int REST_FOR_WORK = 4;

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

  /// How long to rest: always a moment, so that a stream of small commits is counted together, and
  /// four times as long as the pass took. Each pass counts the buckets it touches from their
  /// beginning, so half as many passes cost half as much.
  static Duration rest(Duration worked) {
    Duration rest = worked.multipliedBy(REST_FOR_WORK);
    rest = rest.compareTo(SHORTEST_REST) > 0 ? rest : SHORTEST_REST;
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }
}
