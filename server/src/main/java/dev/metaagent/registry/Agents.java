package dev.metaagent.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The agents of an organization. They register themselves: the first telemetry that names one
/// makes its row. At most 1,000 names register; every further name is the agent "unnamed".
///
/// All names of an organization are read together and remembered for some seconds, so that a name
/// costs no statement of its own, whether it is registered or beyond the limit.
@Component
public class Agents {

  private static final int UUID_FORM = 36;

  static final int LIMIT = 1_000;
  private static final Duration MERGES_APPLY_WITHIN = Duration.ofSeconds(5);
  private static final Duration SEEN_WRITTEN_EVERY = Duration.ofSeconds(10);
  private static final int REMEMBERED_NAMES = 500_000;
  private static final int REMEMBERED_AGENTS = 50_000;

  private record Seen(OrganizationId organization, AgentId agent, boolean began) {}

  private final AgentStore store;
  private final TenantTransactions transactions;
  private final Cache<OrganizationId, RegisteredNames> known =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_NAMES)
          .weigher((OrganizationId _, RegisteredNames names) -> 1 + names.agents().size())
          .expireAfterWrite(MERGES_APPLY_WITHIN)
          .build();
  private final Cache<Seen, Instant> seen =
      Caffeine.newBuilder().maximumSize(REMEMBERED_AGENTS).build();

  Agents(AgentStore store, TenantTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  /// The agents that sightings name, by the name as given, for the organization in scope. New names
  /// are registered in one transaction, in the order of the names, so that two callers never wait
  /// for each other; inside a transaction of the caller nothing is remembered until that has
  /// committed.
  public Map<String, AgentId> resolve(Collection<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return Map.of();
    }
    SortedMap<String, Sighting> byName = new TreeMap<>();
    sightings.forEach(
        sighting -> byName.merge(AgentName.normalise(sighting.name()), sighting, Sighting::and));
    RegisteredNames names = names(byName);
    noteSeen(names, byName);
    Map<String, AgentId> agents = new HashMap<>();
    sightings.forEach(sighting ->
        agents.put(sighting.name(), agent(names, AgentName.normalise(sighting.name()))));
    return agents;
  }

  /// The agent that a text means, its id or its name, for the organization in scope; empty when
  /// there is none of that name.
  public Optional<AgentId> meant(String idOrName) {
    if (idOrName.length() == UUID_FORM) {
      try {
        return Optional.of(AgentId.parse(idOrName));
      } catch (IllegalArgumentException e) {
        // a name of that length
      }
    }
    String normal = AgentName.normalise(idOrName);
    return Optional.ofNullable(transactions.read(() -> store.find(Tenant.current(), normal)));
  }

  /// The agent that a text means, its id or its name, for the organization in scope; a name that
  /// was not seen yet is registered.
  ///
  /// @throws MetaAgentException when there is no agent with that id, or the name is none
  public AgentId meantOrNew(String idOrName, Instant now) {
    Optional<AgentId> known = meant(idOrName);
    if (known.isPresent()) {
      if (names(Set.of(known.get())).isEmpty()) {
        throw MetaAgentException.notFound("An agent with this id");
      }
      return known.get();
    }
    if (idOrName.isBlank()) {
      throw MetaAgentException.invalid("agent", "the id or the name of an agent");
    }
    String name = AgentName.shown(idOrName);
    return Objects.requireNonNull(resolve(List.of(Sighting.of(name, now))).get(name));
  }

  /// Names of agents of the organization in scope; ids that do not exist are left out.
  public Map<AgentId, String> names(Set<AgentId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    UUID[] values = ids.stream().map(AgentId::value).toArray(UUID[]::new);
    Map<AgentId, String> names = new HashMap<>();
    transactions
        .read(() -> store.names(Tenant.current(), values))
        .forEach(named -> names.put(named.id(), named.name()));
    return names;
  }

  /// All names of the organization in scope, with the agents that they mean.
  public List<KnownName> everyName() {
    return transactions.read(() -> store.everyName(Tenant.current()));
  }

  private static AgentId agent(RegisteredNames names, String normal) {
    return Objects.requireNonNull(names.find(normal), normal);
  }

  /// Names among which all that are asked for are found.
  private RegisteredNames names(SortedMap<String, Sighting> wanted) {
    OrganizationId organization = Tenant.current();
    RegisteredNames before = known.getIfPresent(organization);
    if (before != null && holdsAll(before, wanted)) {
      return before;
    }
    RegisteredNames names = transactions.write(() -> registered(organization, wanted));
    afterCommit(() -> known.put(organization, names));
    return names;
  }

  private static boolean holdsAll(RegisteredNames names, SortedMap<String, Sighting> wanted) {
    return wanted.keySet().stream().allMatch(normal -> names.find(normal) != null);
  }

  private RegisteredNames registered(
      OrganizationId organization, SortedMap<String, Sighting> wanted) {
    RegisteredNames names = store.names(organization);
    if (holdsAll(names, wanted)) {
      return names;
    }
    toRegister(names, wanted)
        .forEach((normal, sighting) ->
            store.register(organization, idOf(organization, normal), normal, sighting));
    return store.names(organization);
  }

  /// The rows that are missing: one for each new name within the limit, and "unnamed" for the rest.
  private static SortedMap<String, Sighting> toRegister(
      RegisteredNames names, SortedMap<String, Sighting> wanted) {
    SortedMap<String, Sighting> rows = new TreeMap<>(wanted);
    rows.keySet().removeAll(names.agents().keySet());
    rows.remove(AgentName.UNNAMED);
    while (rows.size() > names.free()) {
      rows.remove(rows.lastKey());
    }
    wanted.entrySet().stream()
        .filter(one -> !rows.containsKey(one.getKey()))
        .filter(one -> names.find(one.getKey()) == null)
        .findFirst()
        .ifPresent(one -> rows.put(AgentName.UNNAMED, one.getValue().beyondTheLimit()));
    return rows;
  }

  /// Writes when agents were seen, at most once in ten seconds each.
  private void noteSeen(RegisteredNames names, SortedMap<String, Sighting> sightings) {
    OrganizationId organization = Tenant.current();
    SortedMap<AgentId, Sighting> due = new TreeMap<>(Comparator.comparing(AgentId::value));
    sightings.forEach((normal, sighting) -> {
      AgentId agent = agent(names, normal);
      Instant last = seen.getIfPresent(new Seen(organization, agent, sighting.began()));
      if (last == null || !sighting.at().isBefore(last.plus(SEEN_WRITTEN_EVERY))) {
        due.merge(agent, sighting, Sighting::and);
      }
    });
    if (due.isEmpty()) {
      return;
    }
    transactions.write(() -> {
      due.forEach((agent, sighting) -> store.seen(organization, agent, sighting, sighting.at()));
      return due;
    });
    afterCommit(() ->
        due.forEach((agent, sighting) ->
            seen.put(new Seen(organization, agent, sighting.began()), sighting.at())));
  }

  /// Runs work now, or once the transaction of the caller has committed.
  private static void afterCommit(Runnable work) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      work.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  /// The same name gives the same id on every node, whichever registers it first.
  private static AgentId idOf(OrganizationId organization, String normal) {
    return new AgentId(
        UUID.nameUUIDFromBytes((organization + "/" + normal).getBytes(StandardCharsets.UTF_8)));
  }
}
