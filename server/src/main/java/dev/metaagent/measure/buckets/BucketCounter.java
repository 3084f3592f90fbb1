package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.ForEachTenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Recounts buckets from stored rows: ten seconds from runs, a minute from its ten seconds, an hour
/// from its minutes, and from runs where the finer ones are gone. A bucket is a function of the
/// stored runs alone, so counting is idempotent: twice, late, or on another node, the row is the
/// same. Everything here runs inside a system transaction.
@Component
public class BucketCounter {

  /// When buckets that could not be counted are tried again.
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final EndedExecutionStore runs;
  private final BucketStore buckets;
  private final DirtyStore dirty;
  private final AliasStore aliases;
  private final Calendar calendar;
  private final ForEachTenant each;
  private final Clock clock;

  BucketCounter(
      EndedExecutionStore runs,
      BucketStore buckets,
      DirtyStore dirty,
      AliasStore aliases,
      Calendar calendar,
      ForEachTenant each,
      Clock clock) {
    this.runs = runs;
    this.buckets = buckets;
    this.dirty = dirty;
    this.aliases = aliases;
    this.calendar = calendar;
    this.each = each;
    this.clock = clock;
  }

  /// Counts the ten seconds around the given times at once and marks everything coarser.
  ///
  /// @param times at which runs of an agent ended, or had ended before
  public void touch(Collection<BucketKey> times) {
    Instant now = clock.instant();
    Set<BucketKey> tens = new HashSet<>();
    Set<BucketKey> minutes = new HashSet<>();
    Set<BucketKey> hours = new HashSet<>();
    for (BucketKey time : times) {
      if (!time.bucket().isBefore(Width.TEN_SECONDS.oldest(now))) {
        tens.add(floor(time, Width.TEN_SECONDS));
      }
      if (!time.bucket().isBefore(Width.MINUTE.oldest(now))) {
        minutes.add(floor(time, Width.MINUTE));
      } else {
        hours.add(floor(time, Width.HOUR));
      }
    }
    recount(Width.TEN_SECONDS, tens);
    dirty.mark(Width.MINUTE.seconds(), ordered(minutes), now);
    dirty.mark(Width.HOUR.seconds(), ordered(hours), now);
    dirty.mark(DirtyStore.DAY, ordered(days(times)), now);
  }

  private Set<BucketKey> days(Collection<BucketKey> times) {
    return times.stream()
        .map(time ->
            new BucketKey(
                time.organization(),
                time.agent(),
                calendar.dayStart(time.organization(), time.bucket())))
        .collect(Collectors.toSet());
  }

  /// Counts marked buckets of one width and marks the next coarser one.
  ///
  /// @param before marks made until then
  /// @return how many were counted
  public int catchUp(Width width, Instant before, int limit) {
    List<BucketKey> stale = dirty.take(width, before, limit);
    List<Map.Entry<OrganizationId, List<BucketKey>>> failed =
        each.inSavepoints(
            "buckets",
            stale.stream().collect(Collectors.groupingBy(BucketKey::organization)).entrySet(),
            Map.Entry::getKey,
            own -> catchUp(own.getKey(), width, own.getValue()));
    Instant later = clock.instant().plus(AFTER_FAILURE);
    failed.forEach(own -> dirty.mark(width.seconds(), ordered(own.getValue()), later));
    return stale.size();
  }

  private void catchUp(OrganizationId organization, Width width, List<BucketKey> stale) {
    recount(organization, width, stale);
    if (width == Width.MINUTE) {
      Set<BucketKey> hours =
          stale.stream().map(touched -> floor(touched, Width.HOUR)).collect(Collectors.toSet());
      dirty.mark(Width.HOUR.seconds(), ordered(hours), clock.instant());
    }
  }

  public void recount(Width width, Collection<BucketKey> touched) {
    Map<OrganizationId, List<BucketKey>> byOrganization =
        touched.stream().collect(Collectors.groupingBy(BucketKey::organization));
    byOrganization.forEach((organization, list) -> recount(organization, width, list));
  }

  private void recount(OrganizationId organization, Width width, List<BucketKey> touched) {
    List<Bucket> counted = count(organization, width, touched);
    Set<BucketStore.Key> stale = new HashSet<>(buckets.keys(organization, width, touched));
    counted.forEach(bucket -> stale.remove(BucketStore.Key.of(bucket)));
    buckets.write(organization, width, counted);
    if (!stale.isEmpty()) {
      buckets.remove(organization, width, stale);
    }
  }

  private List<Bucket> count(OrganizationId organization, Width width, List<BucketKey> touched) {
    Instant now = clock.instant();
    Map<Boolean, List<BucketKey>> bySource =
        touched.stream()
            .collect(Collectors.partitioningBy(bucket -> finerIsThere(width, bucket, now)));
    List<Bucket> counted = new ArrayList<>();
    counted.addAll(fromRuns(organization, width, bySource.getOrDefault(false, List.of())));
    counted.addAll(fromFiner(organization, width, bySource.getOrDefault(true, List.of())));
    counted.sort(
        java.util.Comparator.comparing((Bucket bucket) -> bucket.agent().value())
            .thenComparing(Bucket::at)
            .thenComparing(Bucket::dimensions));
    return counted;
  }

  private static boolean finerIsThere(Width width, BucketKey bucket, Instant now) {
    return switch (width) {
      case TEN_SECONDS -> false;
      case MINUTE -> !bucket.bucket().isBefore(Width.TEN_SECONDS.oldest(now));
      case HOUR -> !bucket.bucket().isBefore(Width.MINUTE.oldest(now));
    };
  }

  private List<Bucket> fromRuns(OrganizationId organization, Width width, List<BucketKey> touched) {
    if (touched.isEmpty()) {
      return List.of();
    }
    Tallies tallies = new Tallies();
    runs.each(
        organization,
        width,
        touched,
        aliases.followed(organization),
        run -> tallies.of(run.agent(), run.bucket(), run.dimensions()).add(run));
    return tallies.buckets();
  }

  private List<Bucket> fromFiner(
      OrganizationId organization, Width width, List<BucketKey> touched) {
    if (touched.isEmpty()) {
      return List.of();
    }
    Width finer = width == Width.HOUR ? Width.MINUTE : Width.TEN_SECONDS;
    Tallies tallies = new Tallies();
    for (Bucket part : buckets.within(organization, finer, width, touched)) {
      tallies.of(part.agent(), width.floor(part.at()), part.dimensions()).add(part.tally());
    }
    return tallies.buckets();
  }

  private static BucketKey floor(BucketKey time, Width width) {
    return new BucketKey(time.organization(), time.agent(), width.floor(time.bucket()));
  }

  /// In one order on every node, so that two of them never wait for each other in a circle.
  private static List<BucketKey> ordered(Collection<BucketKey> touched) {
    return touched.stream()
        .sorted(
            java.util.Comparator.comparing((BucketKey each) -> each.organization().value())
                .thenComparing(each -> each.agent().value())
                .thenComparing(BucketKey::bucket))
        .toList();
  }
}
