package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Counts buckets anew from what is stored: ten seconds from runs, a minute from its ten seconds,
/// an hour from its minutes, and from runs where the finer ones are gone. A bucket is a function of
/// the stored runs alone, so counting twice, late, or on another node gives the same row.
/// Everything here runs inside a system transaction.
@Component
class Counting {

  private final RunStore runs;
  private final BucketStore buckets;
  private final DirtyStore dirty;
  private final AliasStore aliases;
  private final Calendar calendar;
  private final Clock clock;

  Counting(
      RunStore runs,
      BucketStore buckets,
      DirtyStore dirty,
      AliasStore aliases,
      Calendar calendar,
      Clock clock) {
    this.runs = runs;
    this.buckets = buckets;
    this.dirty = dirty;
    this.aliases = aliases;
    this.calendar = calendar;
    this.clock = clock;
  }

  /// Counts the ten seconds around the given times at once and marks everything coarser.
  ///
  /// @param times at which runs of an agent ended, or had ended before
  void touch(Collection<Touched> times) {
    Instant now = clock.instant();
    Set<Touched> tens = new HashSet<>();
    Set<Touched> minutes = new HashSet<>();
    Set<Touched> hours = new HashSet<>();
    for (Touched time : times) {
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

  private Set<Touched> days(Collection<Touched> times) {
    return times.stream()
        .map(time ->
            new Touched(
                time.organization(),
                time.agent(),
                calendar.dayStart(time.organization(), time.bucket())))
        .collect(Collectors.toSet());
  }

  /// Counts marked buckets of one width and marks the next coarser one.
  ///
  /// @param before marks made until then
  /// @return how many were counted
  int catchUp(Width width, Instant before, int limit) {
    List<Touched> stale = dirty.take(width, before, limit);
    recount(width, stale);
    if (width == Width.MINUTE) {
      Set<Touched> hours =
          stale.stream().map(touched -> floor(touched, Width.HOUR)).collect(Collectors.toSet());
      dirty.mark(Width.HOUR.seconds(), ordered(hours), clock.instant());
    }
    return stale.size();
  }

  void recount(Width width, Collection<Touched> touched) {
    Map<OrganizationId, List<Touched>> byOrganization =
        touched.stream().collect(Collectors.groupingBy(Touched::organization));
    byOrganization.forEach((organization, list) -> recount(organization, width, list));
  }

  private void recount(OrganizationId organization, Width width, List<Touched> touched) {
    List<Bucket> counted = count(organization, width, touched);
    Set<BucketStore.Key> stale = new HashSet<>(buckets.keys(organization, width, touched));
    counted.forEach(bucket -> stale.remove(BucketStore.Key.of(bucket)));
    buckets.write(organization, width, counted);
    if (!stale.isEmpty()) {
      buckets.remove(organization, width, stale);
    }
  }

  private List<Bucket> count(OrganizationId organization, Width width, List<Touched> touched) {
    Instant now = clock.instant();
    Map<Boolean, List<Touched>> bySource =
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

  private static boolean finerIsThere(Width width, Touched bucket, Instant now) {
    return switch (width) {
      case TEN_SECONDS -> false;
      case MINUTE -> !bucket.bucket().isBefore(Width.TEN_SECONDS.oldest(now));
      case HOUR -> !bucket.bucket().isBefore(Width.MINUTE.oldest(now));
    };
  }

  private List<Bucket> fromRuns(OrganizationId organization, Width width, List<Touched> touched) {
    if (touched.isEmpty()) {
      return List.of();
    }
    Map<BucketStore.Key, Tally> tallies = new HashMap<>();
    for (Run run : runs.runs(organization, width, touched, aliases.followed(organization))) {
      tally(tallies, run.agent(), run.bucket(), run.dimensions()).add(run);
    }
    return listed(tallies);
  }

  private List<Bucket> fromFiner(OrganizationId organization, Width width, List<Touched> touched) {
    if (touched.isEmpty()) {
      return List.of();
    }
    Width finer = width == Width.HOUR ? Width.MINUTE : Width.TEN_SECONDS;
    Map<BucketStore.Key, Tally> tallies = new HashMap<>();
    for (Bucket part : buckets.within(organization, finer, width, touched)) {
      tally(tallies, part.agent(), width.floor(part.at()), part.dimensions()).add(part.tally());
    }
    return listed(tallies);
  }

  private static Tally tally(
      Map<BucketStore.Key, Tally> tallies, AgentId agent, Instant at, Dimensions dimensions) {
    return tallies.computeIfAbsent(new BucketStore.Key(agent, at, dimensions), key -> new Tally());
  }

  private static List<Bucket> listed(Map<BucketStore.Key, Tally> tallies) {
    Function<Map.Entry<BucketStore.Key, Tally>, Bucket> bucket =
        entry ->
            new Bucket(
                entry.getKey().agent(),
                entry.getKey().at(),
                entry.getKey().dimensions(),
                entry.getValue());
    return tallies.entrySet().stream().map(bucket).toList();
  }

  private static Touched floor(Touched time, Width width) {
    return new Touched(time.organization(), time.agent(), width.floor(time.bucket()));
  }

  /// In one order on every node, so that two of them never wait for each other in a circle.
  private static List<Touched> ordered(Collection<Touched> touched) {
    return touched.stream()
        .sorted(
            java.util.Comparator.comparing((Touched each) -> each.organization().value())
                .thenComparing(each -> each.agent().value())
                .thenComparing(Touched::bucket))
        .toList();
  }
}
