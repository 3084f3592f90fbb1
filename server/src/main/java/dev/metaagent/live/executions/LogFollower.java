package dev.metaagent.live.executions;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.BatchReader;
import dev.metaagent.live.channel.Channel;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Follows the event log for one organization.
final class LogFollower implements Source.Follower {

  /// Batches of one read.
  private static final int BATCHES = 200;

  private final OrganizationId organization;
  private final List<LogChannel> channels;
  private final BatchReader log;
  private final Consumer<LogFollower> onClose;
  private volatile boolean watched;

  /// The position up to which changes were read.
  private volatile @Nullable LogOffset position;

  /// The position up to which they can be read.
  private volatile @Nullable LogOffset settled;

  /// The last settled position at which batches of this organization may have been found.
  private volatile @Nullable LogOffset found;

  LogFollower(
      OrganizationId organization,
      List<LogChannel> channels,
      BatchReader log,
      Consumer<LogFollower> onClose) {
    this.organization = organization;
    this.channels = channels;
    this.log = log;
    this.onClose = onClose;
  }

  OrganizationId organization() {
    return organization;
  }

  /// Whether there is a subscription to a channel of the log.
  boolean isWatched() {
    return watched;
  }

  /// Takes over what a scan found; called by the scanning thread.
  ///
  /// @param from where the scan began; null when nothing was scanned before
  /// @param nothing whether there is no batch of this organization between `from` and `to`
  void settled(@Nullable LogOffset from, LogOffset to, boolean nothing) {
    LogOffset read = position;
    if (!nothing || from == null || read == null || from.isAfter(read)) {
      found = to;
    }
    settled = to; // after `found`, so that no reader passes over what was found
  }

  @Override
  public LogOffset position() {
    LogOffset known = position;
    if (known == null) {
      known = log.settled();
      position = known;
    }
    return known;
  }

  @Override
  public void begin() {
    watched = true;
    position();
  }

  @Override
  public Source.Changes read(Collection<Subscription> subscriptions) {
    watched = !subscriptions.isEmpty();
    LogOffset from = position();
    LogOffset to = settled;
    if (to == null || !to.isAfter(from)) {
      return Source.Changes.NONE;
    }
    LogOffset last = found;
    if (subscriptions.isEmpty() || last == null || !last.isAfter(from)) {
      position = to;
      return Source.Changes.NONE;
    }
    List<Batch> batches = log.between(from, to, organization, BATCHES);
    boolean more = batches.size() == BATCHES;
    Source.Changes changes = new Source.Changes(selectors(batches, subscriptions), more);
    position = more ? batches.getLast().position() : to;
    return changes;
  }

  private Map<Channel, Source.Selector> selectors(
      List<Batch> batches, Collection<Subscription> subscriptions) {
    if (batches.isEmpty()) {
      return Map.of();
    }
    Map<Channel, List<Subscription>> byChannel =
        subscriptions.stream().collect(Collectors.groupingBy(each -> each.topic().channel()));
    Map<Channel, Source.Selector> selectors = new HashMap<>();
    for (LogChannel channel : channels) {
      List<Subscription> own = byChannel.get(channel);
      if (own != null) {
        selectors.put(channel, channel.read(batches, own));
      }
    }
    return selectors;
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
