package dev.metaagent.live.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Channel;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Update;
import dev.metaagent.measure.CurrentAgents.AgentNow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Follows the health of the agents of one organization: agents that were measured, and every half
/// minute all of them, because a status also changes by time and by edits.
public final class AgentFollower implements Source.Follower {

  public static final Duration WHOLE_EVERY = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final OrganizationId organization;
  private final List<AgentChannel> channels;
  private final AgentReader agents;
  private final Clock clock;
  private final Consumer<AgentFollower> onClose;

  /// Agents that were measured, with the transaction that wrote each last, until they are read.
  private final Map<AgentId, Long> measured = new ConcurrentHashMap<>();

  /// The transaction with which each agent was read last.
  private final Map<AgentId, Long> readIn = new HashMap<>();

  /// Agents as they were sent last.
  private final Map<AgentId, AgentNow> known = new HashMap<>();

  private Instant wholeAt = Instant.EPOCH;
  private volatile boolean watched;
  private volatile long mark;

  AgentFollower(
      OrganizationId organization,
      List<AgentChannel> channels,
      AgentReader agents,
      Clock clock,
      Consumer<AgentFollower> onClose) {
    this.organization = organization;
    this.channels = channels;
    this.agents = agents;
    this.clock = clock;
    this.onClose = onClose;
  }

  OrganizationId organization() {
    return organization;
  }

  boolean isWatched() {
    return watched;
  }

  /// Changes before this mark were taken over.
  long mark() {
    return mark;
  }

  /// Takes over what a scan found; called by the scanning thread.
  void measured(long next, Map<AgentId, Long> changed) {
    changed.forEach((agent, transaction) -> measured.merge(agent, transaction, Math::max));
    mark = next;
  }

  @Override
  public void begin() {
    if (!watched) {
      mark = agents.mark();
      known.clear();
      agents.read(null).forEach(agent -> known.put(agent.id(), agent));
      wholeAt = clock.instant();
      watched = true;
    }
  }

  @Override
  public Source.Changes read(Collection<Subscription> subscriptions) {
    if (subscriptions.isEmpty()) {
      watched = false;
      measured.clear();
      return Source.Changes.NONE;
    }
    begin();
    Instant now = clock.instant();
    boolean whole = !wholeAt.plus(WHOLE_EVERY).isAfter(now);
    return changes(whole ? whole(now) : some(now));
  }

  private Source.Changes changes(AgentChanges changes) {
    if (changes.changed().isEmpty() && changes.gone().isEmpty()) {
      return Source.Changes.NONE;
    }
    Map<Channel, Source.Selector> selectors = new HashMap<>();
    for (AgentChannel channel : channels) {
      Update update = channel.update(changes);
      selectors.put(channel, _ -> update);
    }
    return new Source.Changes(selectors, false);
  }

  private AgentChanges whole(Instant now) {
    Map<AgentId, AgentNow> before = Map.copyOf(known);
    List<AgentNow> read = agents.read(null);
    List<AgentNow> changed = read.stream().filter(agent -> differs(agent, before)).toList();
    known.clear();
    read.forEach(agent -> known.put(agent.id(), agent));
    wholeAt = now;
    Set<AgentId> gone = new HashSet<>(before.keySet());
    gone.removeAll(known.keySet());
    return new AgentChanges(changed, before, gone, now);
  }

  private AgentChanges some(Instant now) {
    Map<AgentId, Long> wanted = new HashMap<>(measured);
    Map<AgentId, Long> fresh = new HashMap<>(wanted);
    fresh.entrySet().removeIf(each -> each.getValue().equals(readIn.get(each.getKey())));
    Map<AgentId, AgentNow> before = new HashMap<>();
    List<AgentNow> read = fresh.isEmpty() ? List.of() : agents.read(fresh.keySet());
    for (AgentNow agent : read) {
      AgentNow old = known.put(agent.id(), agent);
      if (old != null) {
        before.put(agent.id(), old);
      }
    }
    readIn.putAll(fresh);
    wanted.forEach(measured::remove);
    return new AgentChanges(read, before, Set.of(), now);
  }

  private static boolean differs(AgentNow agent, Map<AgentId, AgentNow> before) {
    AgentNow old = before.get(agent.id());
    return old == null || !timeless(old).equals(timeless(agent));
  }

  /// The values of an agent without `asOf`, which changes with every read.
  private static JsonNode timeless(AgentNow agent) {
    JsonNode values = JSON.readTree(agent.json());
    for (JsonNode each : values.findParents("asOf")) {
      ((ObjectNode) each).remove("asOf");
    }
    return values;
  }

  @Override
  public @Nullable LogOffset position() {
    return null;
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
