package dev.metaagent.measure.health;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.buckets.BucketKey;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.tenancy.ForEachTenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Keeps the health of agents over the last minute, five minutes and hour: at once when runs of an
/// agent ended (the hour at most once a second), and as time passes. A window begins at the bucket
/// that holds its first instant, so it is up to ten seconds (the hour: a minute) longer than its
/// name.
@Component
public class HealthUpdater {

  public static final Duration AGES_AFTER = Duration.ofSeconds(10);
  private static final Duration HOUR_AT_MOST_EVERY = Duration.ofSeconds(1);

  /// Minutes older than this are read as minutes: they have caught up.
  private static final Duration MINUTES_CAUGHT_UP = Duration.ofMinutes(3);

  private record Key(OrganizationId organization, AgentId agent) {}

  private final HealthStore store;
  private final ForEachTenant each;
  private final Clock clock;
  private final Map<Key, Instant> hours = new ConcurrentHashMap<>();
  private final Set<Key> owed = ConcurrentHashMap.newKeySet();

  HealthUpdater(HealthStore store, ForEachTenant each, Clock clock) {
    this.store = store;
    this.each = each;
    this.clock = clock;
  }

  /// Looks again at the agents whose buckets were counted.
  public void refresh(Collection<BucketKey> touched) {
    Instant now = clock.instant();
    Set<Key> agents =
        touched.stream()
            .map(each -> new Key(each.organization(), each.agent()))
            .collect(Collectors.toSet());
    Map<Key, Boolean> due = new HashMap<>();
    agents.forEach(agent -> due.put(agent, hourIsDue(agent, now)));
    due.forEach((agent, hour) -> {
      if (hour) {
        owed.remove(agent);
      } else {
        owed.add(agent);
      }
    });
    write(due, now);
  }

  /// Whether an hour waits whose turn it is.
  public boolean hoursWait() {
    Instant now = clock.instant();
    return owed.stream().anyMatch(agent -> hourIsDue(agent, now));
  }

  /// Looks at hours that waited for their turn.
  public void refreshHours() {
    Instant now = clock.instant();
    Map<Key, Boolean> due = new HashMap<>();
    owed.stream().filter(agent -> hourIsDue(agent, now)).forEach(agent -> due.put(agent, true));
    writeEach(due, now);
    owed.removeAll(due.keySet());
  }

  /// Updates every agent whose windows have moved since the last update.
  public void age() {
    Instant now = clock.instant();
    Map<Key, Boolean> ageing = new HashMap<>();
    store
        .ageing(now.minus(AGES_AFTER))
        .forEach(agent -> ageing.put(new Key(agent.organization(), agent.agent()), true));
    writeEach(ageing, now);
    hours.values().removeIf(at -> at.isBefore(now.minus(Duration.ofMinutes(10))));
  }

  private boolean hourIsDue(Key agent, Instant now) {
    Instant last = hours.get(agent);
    return last == null || !last.plus(HOUR_AT_MOST_EVERY).isAfter(now);
  }

  private void writeEach(Map<Key, Boolean> agents, Instant now) {
    Map<OrganizationId, Map<Key, Boolean>> own = byOrganization();
    agents.forEach((agent, hour) ->
        own.computeIfAbsent(agent.organization(), _ -> new HashMap<>()).put(agent, hour));
    each.inSavepoints(
        "health", own.entrySet(), Map.Entry::getKey, entry -> write(entry.getValue(), now));
  }

  /// Organizations in one order: transactions that write the health of several at once would
  /// otherwise wait for each other.
  private static <T> Map<OrganizationId, T> byOrganization() {
    return new TreeMap<>(Comparator.comparing(OrganizationId::value));
  }

  private void write(Map<Key, Boolean> agents, Instant now) {
    Map<OrganizationId, Map<AgentId, List<Health>>> healths = byOrganization();
    for (boolean hour : List.of(true, false)) {
      agents.entrySet().stream()
          .filter(entry -> entry.getValue() == hour)
          .map(Map.Entry::getKey)
          .collect(
              Collectors.groupingBy(
                  Key::organization, Collectors.mapping(Key::agent, Collectors.toSet())))
          .forEach((organization, ids) ->
              healths
                  .computeIfAbsent(organization, _ -> new HashMap<>())
                  .putAll(read(organization, ids, hour, now)));
    }
    healths.forEach(store::write);
    agents.forEach((agent, hour) -> {
      if (hour) {
        hours.put(agent, now);
      }
    });
  }

  private Map<AgentId, List<Health>> read(
      OrganizationId organization, Set<AgentId> agents, boolean hour, Instant now) {
    Instant cut = Width.MINUTE.floor(now.minus(MINUTES_CAUGHT_UP));
    Instant five = start(Window.FIVE_MINUTES, now);
    Instant minutes = hour ? Width.MINUTE.floor(now.minusSeconds(Window.HOUR.seconds())) : cut;
    Map<AgentId, Map<Window, MetricAccumulator>> tallies = new HashMap<>();
    agents.forEach(agent -> tallies.put(agent, fresh(hour)));
    store
        .newest(organization, agents, five, minutes, cut)
        .forEach(part ->
            tallies
                .getOrDefault(part.bucket().agent(), Map.of())
                .forEach((window, tally) -> {
                  if (covers(window, part, cut, now)) {
                    tally.add(part.bucket().tally());
                  }
                }));
    Map<AgentId, List<Health>> healths = new HashMap<>();
    tallies.forEach((agent, windows) ->
        healths.put(
            agent,
            windows.entrySet().stream()
                .map(entry -> Health.of(entry.getKey(), now, entry.getValue()))
                .toList()));
    return healths;
  }

  private static Map<Window, MetricAccumulator> fresh(boolean hour) {
    Map<Window, MetricAccumulator> tallies = new EnumMap<>(Window.class);
    tallies.put(Window.MINUTE, new MetricAccumulator());
    tallies.put(Window.FIVE_MINUTES, new MetricAccumulator());
    if (hour) {
      tallies.put(Window.HOUR, new MetricAccumulator());
    }
    return tallies;
  }

  private static boolean covers(Window window, HealthStore.Part part, Instant cut, Instant now) {
    Instant at = part.bucket().at();
    return switch (window) {
      case MINUTE, FIVE_MINUTES ->
          part.width() == Width.TEN_SECONDS && !at.isBefore(start(window, now));
      case HOUR -> part.width() == Width.MINUTE || !at.isBefore(cut);
    };
  }

  private static Instant start(Window window, Instant now) {
    return Width.TEN_SECONDS.floor(now.minusSeconds(window.seconds()));
  }
}
