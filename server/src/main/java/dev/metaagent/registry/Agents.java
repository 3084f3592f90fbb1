package dev.metaagent.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The agents of an organization. They register themselves: the first telemetry that names one
/// makes its row. At most 1,000 names register; every further name is the agent "unnamed".
@Component
public class Agents {

  static final int LIMIT = 1_000;
  private static final Duration MERGES_APPLY_WITHIN = Duration.ofSeconds(5);
  private static final Duration SEEN_WRITTEN_EVERY = Duration.ofSeconds(10);

  private record Key(OrganizationId organization, String normal) {}

  private record Seen(Key key, boolean began) {}

  private final AgentStore store;
  private final TenantTransactions transactions;
  private final Cache<Key, AgentId> known =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(MERGES_APPLY_WITHIN).build();
  private final Map<Seen, Instant> seen = new ConcurrentHashMap<>();

  Agents(AgentStore store, TenantTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  /// The agents that sightings name, by the name as given, for the organization in scope. Opens its
  /// own short transactions, so it must be called outside one.
  public Map<String, AgentId> resolve(Collection<Sighting> sightings) {
    Map<String, AgentId> agents = new HashMap<>();
    for (Sighting sighting : sightings) {
      agents.computeIfAbsent(sighting.name(), name -> resolve(sighting));
    }
    return agents;
  }

  /// The agent that a text means, its id or its name, for the organization in scope; empty when
  /// there is none of that name.
  public Optional<AgentId> meant(String idOrName) {
    try {
      return Optional.of(AgentId.parse(idOrName));
    } catch (IllegalArgumentException e) {
      String normal = AgentName.normalise(idOrName);
      return Optional.ofNullable(transactions.read(() -> store.find(Tenant.current(), normal)));
    }
  }

  /// Names of agents of the organization in scope; ids that do not exist are left out.
  public Map<AgentId, String> names(Set<AgentId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    UUID[] values = ids.stream().map(AgentId::value).toArray(UUID[]::new);
    Map<AgentId, String> names = new HashMap<>();
    store.names(Tenant.current(), values).forEach(named -> names.put(named.id(), named.name()));
    return names;
  }

  private AgentId resolve(Sighting sighting) {
    Key key = new Key(Tenant.current(), AgentName.normalise(sighting.name()));
    AgentId agent = known.getIfPresent(key);
    if (agent == null) {
      agent = transactions.write(() -> findOrRegister(key, sighting));
      known.put(key, agent);
    }
    noteSeen(key, agent, sighting);
    return agent;
  }

  private AgentId findOrRegister(Key key, Sighting sighting) {
    AgentId found = store.find(key.organization(), key.normal());
    if (found != null) {
      return found;
    }
    boolean unnamed = store.count(key.organization()) >= LIMIT;
    String normal = unnamed ? "unnamed" : key.normal();
    store.register(key.organization(), idOf(key.organization(), normal), normal, sighting, unnamed);
    @Nullable AgentId registered = store.find(key.organization(), normal);
    return registered != null ? registered : idOf(key.organization(), normal);
  }

  private void noteSeen(Key key, AgentId agent, Sighting sighting) {
    Seen what = new Seen(key, sighting.began());
    Instant last = seen.get(what);
    if (last != null && sighting.at().isBefore(last.plus(SEEN_WRITTEN_EVERY))) {
      return;
    }
    seen.put(what, sighting.at());
    transactions.write(() -> {
      store.seen(key.organization(), agent, sighting, sighting.at());
      return agent;
    });
  }

  /// The same name gives the same id on every node, whichever registers it first.
  private static AgentId idOf(OrganizationId organization, String normal) {
    return new AgentId(
        UUID.nameUUIDFromBytes((organization + "/" + normal).getBytes(StandardCharsets.UTF_8)));
  }
}
