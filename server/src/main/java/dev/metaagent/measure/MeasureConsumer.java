package dev.metaagent.measure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.observe.ExecutionFacts;
import dev.metaagent.observe.News;
import dev.metaagent.observe.RecordedBatch;
import dev.metaagent.registry.Changes;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// From news to numbers. One pass reads what was committed, counts the touched buckets, looks at
/// the health of their agents, notes changes, and moves its cursor, all in one transaction: each
/// batch has its effect exactly once, on one node or on many.
@Component
class Measuring {

  static final String CONSUMER = "measure";

  private static final int BATCHES = 400;
  private static final int STALE_AT_ONCE = 400;
  private static final int RUNNING = 3;
  private static final Duration HOURS_WAIT = Duration.ofSeconds(10);

  private final News news;
  private final Counting counting;
  private final HealthKeeping health;
  private final Changes changes;
  private final RunStore runs;
  private final AliasStore aliases;
  private final CursorStore cursor;
  private final Calendar calendar;
  private final SystemTransactions transactions;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Cache<Noted, Instant> noted = Caffeine.newBuilder().maximumSize(100_000).build();

  private record Noted(
      OrganizationId organization, AgentId agent, String kind, String name, String value) {}

  Measuring(
      News news,
      Counting counting,
      HealthKeeping health,
      Changes changes,
      RunStore runs,
      AliasStore aliases,
      CursorStore cursor,
      Calendar calendar,
      SystemTransactions transactions,
      ApplicationEventPublisher events,
      Clock clock) {
    this.news = news;
    this.counting = counting;
    this.health = health;
    this.changes = changes;
    this.runs = runs;
    this.aliases = aliases;
    this.cursor = cursor;
    this.calendar = calendar;
    this.transactions = transactions;
    this.events = events;
    this.clock = clock;
  }

  /// What one pass took.
  ///
  /// @param oldest when the oldest of its batches was recorded, null when there were none
  record Taken(int batches, @Nullable Instant oldest) {}

  /// Takes one portion of news; more may wait when it took any.
  Taken takeNews() {
    calendar.learn();
    Map<Noted, Instant> seen = new HashMap<>();
    Set<Touched> touched = new HashSet<>();
    Taken taken =
        transactions.call(() -> {
          if (!cursor.claim(CONSUMER)) {
            return new Taken(0, null);
          }
          List<RecordedBatch> batches = news.read(CONSUMER, BATCHES);
          if (!batches.isEmpty()) {
            measure(batches, touched, seen);
            news.advance(CONSUMER, batches.getLast());
          }
          return new Taken(
              batches.size(), batches.isEmpty() ? null : batches.getFirst().recordedAt());
        });
    noted.putAll(seen);
    announce(touched);
    return taken;
  }

  /// Brings minutes and hours up to what was counted.
  ///
  /// @return whether more is waiting
  boolean catchUp() {
    return transactions.call(() -> {
      if (!cursor.claim(CONSUMER)) {
        return false;
      }
      Instant now = clock.instant();
      int minutes = counting.catchUp(Width.MINUTE, now, STALE_AT_ONCE);
      int hours = counting.catchUp(Width.HOUR, now.minus(HOURS_WAIT), STALE_AT_ONCE);
      return minutes == STALE_AT_ONCE || hours == STALE_AT_ONCE;
    });
  }

  /// Counts agents again that were merged, or whose merge was undone.
  ///
  /// @return how many merges it followed
  int followMerges() {
    calendar.learn();
    return transactions.call(() -> {
      if (!cursor.claim(CONSUMER)) {
        return 0;
      }
      List<AliasStore.Change> merges = aliases.changes();
      merges.forEach(this::follow);
      return merges.size();
    });
  }

  /// Looks at agents whose windows moved although nothing happened.
  void age() {
    transactions.call(() -> {
      if (cursor.claim(CONSUMER)) {
        health.age();
      }
      return true;
    });
  }

  private void measure(
      List<RecordedBatch> batches, Set<Touched> touched, Map<Noted, Instant> seen) {
    Map<OrganizationId, List<RecordedBatch>> byOrganization =
        batches.stream().collect(Collectors.groupingBy(RecordedBatch::organization));
    byOrganization.forEach((organization, list) -> {
      Aliases merged = aliases.followed(organization);
      for (RecordedBatch batch : list) {
        for (ExecutionFacts facts : batch.executions()) {
          touched.addAll(times(batch, facts, merged));
          if (!beginningAwaited(facts)) {
            sight(organization, facts, merged, seen);
          }
        }
      }
    });
    counting.touch(touched);
    health.refresh(touched);
    note(seen);
  }

  /// Whether a run is shown before its beginning is known: whose run it is may still change.
  private static boolean beginningAwaited(ExecutionFacts facts) {
    return facts.id().span() == 0 && facts.status() == RUNNING;
  }

  /// The times at which a run is and was counted.
  private Set<Touched> times(RecordedBatch batch, ExecutionFacts facts, Aliases merged) {
    OrganizationId organization = batch.organization();
    AgentId agent = merged.counted(facts.agent());
    Set<Touched> times = new HashSet<>();
    if (facts.endedAt() != null) {
      times.add(new Touched(organization, agent, facts.endedAt()));
    }
    if (facts.previousEnd() != null) {
      AgentId before = facts.previousAgent() == null ? facts.agent() : facts.previousAgent();
      times.add(new Touched(organization, merged.counted(before), facts.previousEnd()));
    }
    return times;
  }

  private void sight(
      OrganizationId organization, ExecutionFacts facts, Aliases merged, Map<Noted, Instant> seen) {
    AgentId agent = merged.counted(facts.agent());
    List<Noted> values = new ArrayList<>();
    values.add(new Noted(organization, agent, Changes.FIRST_SEEN, "", ""));
    if (!facts.promptVersion().isEmpty()) {
      values.add(
          new Noted(
              organization, agent, Changes.PROMPT, facts.promptName(), facts.promptVersion()));
    }
    if (!facts.model().isEmpty()) {
      values.add(new Noted(organization, agent, Changes.MODEL, "", facts.model()));
    }
    if (!facts.version().isEmpty()) {
      values.add(new Noted(organization, agent, Changes.VERSION, "", facts.version()));
    }
    for (Noted value : values) {
      Instant known = noted.getIfPresent(value);
      if (known == null || facts.startedAt().isBefore(known)) {
        seen.merge(value, facts.startedAt(), (one, two) -> one.isBefore(two) ? one : two);
      }
    }
  }

  private void note(Map<Noted, Instant> seen) {
    Map<OrganizationId, List<Changes.Sighting>> sightings = new HashMap<>();
    seen.forEach((value, at) ->
        sightings
            .computeIfAbsent(value.organization(), organization -> new ArrayList<>())
            .add(
                new Changes.Sighting(
                    value.agent(), value.kind(), value.name(), value.value(), at)));
    sightings.forEach(changes::seen);
  }

  private void follow(AliasStore.Change merge) {
    Instant now = clock.instant();
    Set<AgentId> affected = new HashSet<>();
    affected.add(merge.agent());
    if (merge.before() != null) {
      affected.add(merge.before());
    }
    if (merge.now() != null) {
      affected.add(merge.now());
    }
    Aliases before = aliases.followed(merge.organization());
    aliases.follow(merge);
    Aliases after = aliases.followed(merge.organization());
    Set<Touched> times = new HashSet<>();
    for (Touched time : runs.times(merge.organization(), affected, now)) {
      for (Aliases each : List.of(before, after)) {
        times.add(new Touched(merge.organization(), each.counted(time.agent()), time.bucket()));
      }
    }
    times.forEach(time -> affected.add(time.agent()));
    counting.touch(times);
    health.refresh(
        affected.stream()
            .map(agent -> new Touched(merge.organization(), agent, now))
            .collect(Collectors.toSet()));
  }

  private void announce(Set<Touched> touched) {
    touched.stream()
        .collect(
            Collectors.groupingBy(
                Touched::organization, Collectors.mapping(Touched::agent, Collectors.toSet())))
        .forEach((organization, agents) ->
            events.publishEvent(new HealthMeasured(organization, agents)));
  }
}
