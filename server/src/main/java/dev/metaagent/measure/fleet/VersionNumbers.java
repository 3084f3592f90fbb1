package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.ChangedVersion;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// The one definition of the numbers of two versions, inside a tenant's transaction: of the old
/// version in the 24 hours before the change, to the end of its hour; of the new one from the
/// change on, for 24 hours and the rest of its hour.
///
/// Whole hours, because hours are what is kept: the same runs are counted whenever one asks. No run
/// of a version ended before the version was first seen, so the start of the hour adds nothing.
@Component
public class VersionNumbers {

  private static final Duration SIDE = Duration.ofHours(24);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SeriesStore series;
  private final Clock clock;

  VersionNumbers(SeriesStore series, Clock clock) {
    this.series = series;
    this.clock = clock;
  }

  /// The window of the version before a change that was seen at an instant.
  public static TimeRange windowBefore(Instant change) {
    Instant hour = Width.HOUR.floor(change);
    return new TimeRange(hour.minus(SIDE), hour.plus(HOUR));
  }

  /// The window of the version that the change brought.
  public static TimeRange windowAfter(Instant change) {
    Instant hour = Width.HOUR.floor(change);
    return new TimeRange(hour, hour.plus(HOUR).plus(SIDE));
  }

  MetricAccumulator before(Changes.Change change) {
    return of(change.agent(), ChangedVersion.before(change), windowBefore(change.at()));
  }

  MetricAccumulator after(Changes.Change change) {
    return of(change.agent(), ChangedVersion.after(change), windowAfter(change.at()));
  }

  /// Runs of one version that ended in a range of whole hours.
  public MetricAccumulator of(AgentId agent, ChangedVersion version, TimeRange range) {
    return series.of(Tenant.current(), agent, version, plan(range));
  }

  /// All runs of an agent in the 24 hours after it began.
  Rate beginning(Changes.Change change) {
    SeriesStore.Sum sum =
        series
            .sums(Tenant.current(), List.of(change.agent()), plan(windowAfter(change.at())))
            .getOrDefault(change.agent(), SeriesStore.Sum.NOTHING);
    return Rate.of(sum.ok(), sum.failed(), sum.unknown());
  }

  private List<RollupPlan.Segment> plan(TimeRange range) {
    return RollupPlan.of(range.from(), range.to(), Width.HOUR, clock.instant());
  }
}
