package dev.metaagent.measure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogConsumer;
import dev.metaagent.events.LogEntry;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.SourceRevision;
import dev.metaagent.measure.buckets.AliasStore;
import dev.metaagent.measure.buckets.Aliases;
import dev.metaagent.measure.buckets.BucketCounter;
import dev.metaagent.measure.buckets.BucketKey;
import dev.metaagent.measure.buckets.Calendar;
import dev.metaagent.measure.buckets.EndedExecutionStore;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.health.HealthUpdater;
import dev.metaagent.registry.Changes;
import dev.metaagent.tenancy.ForEachTenant;
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

/// The consumer of the event log that computes numbers: counts the touched buckets, updates the
/// health of their agents and notes changes. In addition it updates minutes and hours, applies
/// merges, and updates windows that moved without new executions: on one node at a time, the one
/// that holds the cursor.
@Component
class MeasureConsumer implements LogConsumer {

  private static final String CONSUMER = "measure";

  private static final int BATCHES = 400;
  private static final int STALE_AT_ONCE = 400;
  private static final Duration HOURS_WAIT = Duration.ofSeconds(10);

  private final ExecutionLog executions;
  private final BucketCounter counting;
  private final HealthUpdater health;
  private final Changes changes;
  private final EndedExecutionStore runs;
  private final AliasStore aliases;
  private final EventLog log;
  private final Calendar calendar;
  private final SystemTransactions transactions;
  private final ForEachTenant each;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final MeasurePace pace = new MeasurePace();
  private final Cache<Noted, Instant> noted = Caffeine.newBuilder().maximumSize(100_000).build();

  private record Noted(
      OrganizationId organization, AgentId agent, String kind, String name, String value) {}

  /// When a value was seen, and the source that the run was built from.
  private record Sight(Instant at, @Nullable SourceRevision source) {

    Sight earlier(Sight other) {
      return at.isAfter(other.at) ? other : this;
    }
  }

  MeasureConsumer(
      ExecutionLog executions,
      BucketCounter counting,
      HealthUpdater health,
      Changes changes,
      EndedExecutionStore runs,
      AliasStore aliases,
      EventLog log,
      Calendar calendar,
      SystemTransactions transactions,
      ForEachTenant each,
      ApplicationEventPublisher events,
      Clock clock) {
    this.executions = executions;
    this.counting = counting;
    this.health = health;
    this.changes = changes;
    this.runs = runs;
    this.aliases = aliases;
    this.log = log;
    this.calendar = calendar;
    this.transactions = transactions;
    this.each = each;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public String name() {
    return CONSUMER;
  }

  @Override
  public int batch() {
    return BATCHES;
  }

  @Override
  public void prepare() {
    calendar.refresh();
  }

  @Override
  public Duration rest(Duration worked) {
    return MeasurePace.rest(worked);
  }

  @Override
  public Runnable handle(List<LogEntry> entries) {
    Map<Noted, Sight> seen = new HashMap<>();
    Set<BucketKey> touched = new HashSet<>();
    measure(entries, touched, seen);
    return () -> {
      seen.forEach((value, sight) -> noted.put(value, sight.at()));
      announce(touched);
    };
  }

  @Override
  public void tick() {
    pace.due(clock.instant(), this::followMerges, this::catchUp, this::age);
    refreshHours();
  }

  /// Brings minutes and hours up to what was counted.
  ///
  /// @return whether more is waiting
  boolean catchUp() {
    return transactions.call(() -> {
      if (!log.claim(CONSUMER)) {
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
    calendar.refresh();
    return transactions.call(() -> {
      if (!log.claim(CONSUMER)) {
        return 0;
      }
      List<AliasStore.Change> merges = aliases.changes();
      each.inSavepoints("agent-merges", merges, AliasStore.Change::organization, this::follow);
      return merges.size();
    });
  }

  private void refreshHours() {
    if (health.hoursWait()) {
      transactions.call(() -> {
        health.refreshHours();
        return true;
      });
    }
  }

  /// Looks at agents whose windows moved although nothing happened.
  void age() {
    transactions.call(() -> {
      if (log.claim(CONSUMER)) {
        health.age();
      }
      return true;
    });
  }

  private void measure(List<LogEntry> entries, Set<BucketKey> touched, Map<Noted, Sight> seen) {
    Map<OrganizationId, List<LogEntry>> byOrganization =
        entries.stream().collect(Collectors.groupingBy(LogEntry::organization));
    byOrganization.forEach((organization, list) -> {
      Aliases merged = aliases.followed(organization);
      for (LogEntry entry : list) {
        for (ExecutionRecorded event : executions.executions(entry)) {
          touched.addAll(times(organization, event, merged));
          if (!beginningAwaited(event)) {
            sight(organization, event, merged, seen);
          }
        }
      }
    });
    counting.touch(touched);
    health.refresh(touched);
    note(seen);
  }

  /// Whether a run is shown before its beginning is known: whose run it is may still change.
  private static boolean beginningAwaited(ExecutionRecorded event) {
    return event.id().provisional() && event.result().status() == ExecutionStatus.RUNNING;
  }

  /// The times at which a run is and was counted.
  private static Set<BucketKey> times(
      OrganizationId organization, ExecutionRecorded event, Aliases merged) {
    Set<BucketKey> times = new HashSet<>();
    Instant ended = event.when().endedAt();
    if (ended != null) {
      AgentId agent = merged.counted(event.identity().agent());
      times.add(new BucketKey(organization, agent, ended));
    }
    ExecutionRecorded.Before before = event.before();
    if (before != null && before.endedAt() != null) {
      times.add(new BucketKey(organization, merged.counted(before.agent()), before.endedAt()));
    }
    return times;
  }

  private void sight(
      OrganizationId organization,
      ExecutionRecorded event,
      Aliases merged,
      Map<Noted, Sight> seen) {
    AgentId agent = merged.counted(event.identity().agent());
    ExecutionRecorded.Dimensions dimensions = event.dimensions();
    List<Noted> values = new ArrayList<>();
    values.add(new Noted(organization, agent, Changes.FIRST_SEEN, "", ""));
    if (dimensions.promptVersion() != null) {
      String prompt = dimensions.promptName() == null ? "" : dimensions.promptName();
      values.add(
          new Noted(organization, agent, Changes.PROMPT, prompt, dimensions.promptVersion()));
    }
    String model = dimensions.mainModel();
    if (model != null) {
      values.add(new Noted(organization, agent, Changes.MODEL, "", model));
    }
    if (dimensions.version() != null) {
      values.add(new Noted(organization, agent, Changes.VERSION, "", dimensions.version()));
    }
    Instant started = event.when().startedAt();
    for (Noted value : values) {
      Instant known = noted.getIfPresent(value);
      if (known == null || started.isBefore(known)) {
        seen.merge(value, new Sight(started, dimensions.source()), Sight::earlier);
      }
    }
  }

  private void note(Map<Noted, Sight> seen) {
    Map<OrganizationId, List<Changes.Sighting>> sightings = new HashMap<>();
    seen.forEach((value, sight) ->
        sightings
            .computeIfAbsent(value.organization(), organization -> new ArrayList<>())
            .add(
                new Changes.Sighting(
                    value.agent(),
                    value.kind(),
                    value.name(),
                    value.value(),
                    sight.at(),
                    sight.source())));
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
    Set<BucketKey> times = new HashSet<>();
    for (BucketKey time : runs.times(merge.organization(), affected, now)) {
      for (Aliases each : List.of(before, after)) {
        times.add(new BucketKey(merge.organization(), each.counted(time.agent()), time.bucket()));
      }
    }
    times.forEach(time -> affected.add(time.agent()));
    counting.touch(times);
    health.refresh(
        affected.stream()
            .map(agent -> new BucketKey(merge.organization(), agent, now))
            .collect(Collectors.toSet()));
  }

  private void announce(Set<BucketKey> touched) {
    touched.stream()
        .collect(
            Collectors.groupingBy(
                BucketKey::organization, Collectors.mapping(BucketKey::agent, Collectors.toSet())))
        .forEach((organization, agents) ->
            events.publishEvent(new HealthMeasured(organization, agents)));
  }
}
