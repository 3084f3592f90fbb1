package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.detect.Detection;
import dev.metaagent.measure.detect.OnsetDetector;
import dev.metaagent.measure.detect.Symptom;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.ChangedVersion;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.ChangePoint.Counts;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Since when an agent has its symptom, inside a tenant's transaction: the start of the first run
/// that showed it. It is the same whenever one asks, and never before the change beside it.
///
/// The hours of two weeks say in which hour the episode began. A change near it whose version is
/// clearly worse than the one before explains it: then it is the first bad run of that version.
/// Otherwise single runs around the hour say which run was the first.
@Component
class Onsets {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LOOK_BACK = Duration.ofDays(14);
  private static final Duration CHANGES_BACK = Duration.ofDays(30);
  private static final int MOST_CHANGES = 20;

  private final SeriesStore series;
  private final JudgedRuns runs;
  private final Changes changes;
  private final VersionNumbers numbers;

  Onsets(SeriesStore series, JudgedRuns runs, Changes changes, VersionNumbers numbers) {
    this.series = series;
    this.runs = runs;
    this.changes = changes;
    this.numbers = numbers;
  }

  Detection of(AgentId agent, Symptom symptom, Instant now) {
    List<Changes.Change> seen =
        changes.list(agent, now.minus(CHANGES_BACK), now, MOST_CHANGES).stream()
            .filter(change -> !change.kind().equals(Changes.FIRST_SEEN))
            .toList();
    if (symptom instanceof Symptom.Silent silent) {
      Instant since = runs.last(agent, silent.last().minus(HOUR)).orElse(silent.last());
      return new Detection(since, null, newestBefore(seen, since));
    }
    List<Hour> hours = hours(agent, symptom, now);
    OptionalInt began =
        OnsetDetector.episode(hours.stream().map(Hour::counts).collect(Collectors.toList()));
    Instant hour = began.isPresent() ? hours.get(began.getAsInt()).start() : null;
    return explained(agent, symptom, seen, hour)
        .orElseGet(() -> unexplained(agent, symptom, seen, hour, hours));
  }

  /// The runs of one hour, good and bad.
  private record Hour(Instant start, Counts counts) {}

  private List<Hour> hours(AgentId agent, Symptom symptom, Instant now) {
    Instant from = Width.HOUR.floor(now.minus(LOOK_BACK));
    List<MetricAccumulator> sums = new ArrayList<>();
    for (Instant at = from; at.isBefore(now); at = at.plus(HOUR)) {
      sums.add(new MetricAccumulator());
    }
    series.outlines(
        Tenant.current(),
        List.of(agent),
        RollupPlan.of(from, now, Width.HOUR, now),
        part ->
            sums.get((int) Duration.between(from, part.at()).toHours())
                .add(part.ok(), part.failed(), part.unknown(), part.latencyMs()));
    List<Hour> hours = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      hours.add(new Hour(from.plus(HOUR.multipliedBy(i)), counts(symptom, sums.get(i))));
    }
    return hours;
  }

  private static Counts counts(Symptom symptom, MetricAccumulator sum) {
    if (symptom instanceof Symptom.Slow slow) {
      long within = sum.latencyMs().countUpTo(slow.limitMs());
      return new Counts(within, sum.latencyMs().count() - within);
    }
    return new Counts(sum.ok(), sum.failed());
  }

  private static Rate rate(Counts counts) {
    return Rate.of(counts.ok(), counts.failed(), 0);
  }

  private record Worse(Changes.Change change, Rate after) {
    double depth() {
      return after.value() == null ? 0 : -after.value();
    }
  }

  /// The change with which the episode began, if one brought a version that is clearly worse.
  private Optional<Detection> explained(
      AgentId agent, Symptom symptom, List<Changes.Change> seen, @Nullable Instant hour) {
    Stream<Worse> worse =
        seen.stream()
            .filter(change -> hour == null || isNear(change.at(), hour))
            .flatMap(change -> {
              Rate before = rate(counts(symptom, numbers.before(change)));
              Rate after = rate(counts(symptom, numbers.after(change)));
              return OnsetDetector.isClearlyWorse(before, after)
                  ? Stream.of(new Worse(change, after))
                  : Stream.empty();
            });
    return worse
        .max(Comparator.comparingDouble(Worse::depth).thenComparing(one -> one.change().at()))
        .map(one ->
            new Detection(
                runs.firstBad(agent, symptom, one.change().at(), ChangedVersion.after(one.change()))
                    .orElse(null),
                one.after(),
                one.change()))
        .filter(detection -> detection.since() != null);
  }

  /// An hour is an estimate, and a version may begin slowly.
  private static boolean isNear(Instant change, Instant hour) {
    return !change.isBefore(hour.minus(HOUR)) && change.isBefore(hour.plus(HOUR.multipliedBy(2)));
  }

  private Detection unexplained(
      AgentId agent,
      Symptom symptom,
      List<Changes.Change> seen,
      @Nullable Instant hour,
      List<Hour> hours) {
    if (hour == null) {
      Instant since = runs.firstBad(agent, symptom, Instant.EPOCH, null).orElse(null);
      return new Detection(
          since,
          since == null || since.isBefore(hours.getFirst().start())
              ? null
              : rate(sum(hours, since)),
          since == null ? null : newestBefore(seen, since));
    }
    Instant end = hour.plus(HOUR.multipliedBy(2));
    List<JudgedRuns.Run> around = runs.in(agent, symptom, new TimeRange(hour.minus(HOUR), end));
    OptionalInt first =
        OnsetDetector.first(around.stream().map(JudgedRuns.Run::bad).collect(Collectors.toList()));
    if (first.isEmpty()) {
      return new Detection(hour, rate(sum(hours, hour)), newestBefore(seen, hour));
    }
    List<JudgedRuns.Run> since = around.subList(first.getAsInt(), around.size());
    Counts later = sum(hours, end);
    long bad = since.stream().filter(JudgedRuns.Run::bad).count();
    Instant at = since.getFirst().startedAt();
    return new Detection(
        at,
        Rate.of(later.ok() + since.size() - bad, later.failed() + bad, 0),
        newestBefore(seen, at));
  }

  private static Counts sum(List<Hour> hours, Instant from) {
    List<Counts> counted =
        hours.stream()
            .filter(hour -> hour.start().plus(HOUR).isAfter(from))
            .map(Hour::counts)
            .toList();
    return new Counts(
        counted.stream().mapToLong(Counts::ok).sum(),
        counted.stream().mapToLong(Counts::failed).sum());
  }

  private static Changes.@Nullable Change newestBefore(List<Changes.Change> seen, Instant since) {
    return seen.stream()
        .filter(change -> !change.at().isAfter(since))
        .max(Comparator.comparing(Changes.Change::at))
        .orElse(null);
  }
}
