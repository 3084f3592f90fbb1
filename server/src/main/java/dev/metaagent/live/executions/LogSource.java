package dev.metaagent.live.executions;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.BatchReader;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The event log. A scan finds the settled position and the organizations that have new batches;
/// each follower then reads its own.
@Component
@Order(0)
public class LogSource implements Source {

  private static final int PAGE = 500;

  private final List<LogChannel> channels;
  private final BatchReader log;
  private final Set<LogFollower> followers = ConcurrentHashMap.newKeySet();
  private @Nullable LogOffset scanned;

  public LogSource(List<LogChannel> channels, BatchReader log) {
    this.channels = List.copyOf(channels);
    this.log = log;
  }

  @Override
  public List<LogChannel> channels() {
    return channels;
  }

  @Override
  public Follower follow(OrganizationId organization) {
    LogFollower follower =
        new LogFollower(organization, channels, log, closed -> followers.remove(closed));
    followers.add(follower);
    return follower;
  }

  @Override
  public synchronized boolean scan() {
    List<LogFollower> all = List.copyOf(followers);
    Set<OrganizationId> looked =
        all.stream()
            .filter(LogFollower::isWatched)
            .map(LogFollower::organization)
            .collect(Collectors.toSet());
    LogOffset from = scanned;
    LogOffset to = log.settled();
    Set<OrganizationId> found = from == null ? looked : withBatches(looked, from, to);
    for (LogFollower follower : all) {
      boolean nothing =
          looked.contains(follower.organization()) && !found.contains(follower.organization());
      follower.settled(from, to, nothing);
    }
    scanned = all.isEmpty() ? null : to;
    return !found.isEmpty();
  }

  private Set<OrganizationId> withBatches(
      Set<OrganizationId> looked, LogOffset from, LogOffset to) {
    Set<OrganizationId> found = new HashSet<>();
    OrganizationId only = looked.size() == 1 ? looked.iterator().next() : null;
    LogOffset at = from;
    while (found.size() < looked.size() && to.isAfter(at)) {
      List<Batch> page = log.between(at, to, only, PAGE);
      page.forEach(batch -> found.add(batch.organization()));
      found.retainAll(looked);
      at = page.size() < PAGE ? to : page.getLast().position();
    }
    return found;
  }
}
