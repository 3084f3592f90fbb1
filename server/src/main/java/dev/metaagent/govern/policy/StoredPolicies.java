package dev.metaagent.govern.policy;

import dev.metaagent.events.ControlMessage;
import dev.metaagent.events.ControlMessages;
import dev.metaagent.govern.Policies;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.KnownName;
import dev.metaagent.registry.ProductionPromptChanged;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The stored policies. The control message of an agent is its policy: its revision is the version,
/// its time the time of issue. What changes is composed again at the end of the transaction that
/// changes it, under the lock of the topic, so that of two changes at once the later one holds both
/// and nobody waits for a lock while holding this one.
@Component
class StoredPolicies implements Policies {

  private static final String TOPIC = PolicyCache.TOPIC;

  private final ControlMessages messages;
  private final PolicyComposer composer;
  private final PolicyCache cache;
  private final Agents agents;
  private final TenantTransactions transactions;

  StoredPolicies(
      ControlMessages messages,
      PolicyComposer composer,
      PolicyCache cache,
      Agents agents,
      TenantTransactions transactions) {
    this.messages = messages;
    this.composer = composer;
    this.cache = cache;
    this.agents = agents;
    this.transactions = transactions;
  }

  @Override
  public void changed(AgentId agent) {
    inTransaction(() -> changes().add(agent));
  }

  @Override
  public void allChanged() {
    inTransaction(() -> changes().addAll());
  }

  @EventListener
  void promptChanged(ProductionPromptChanged event) {
    AgentId agent = event.agent();
    if (agent == null) {
      allChanged();
    } else {
      changed(agent);
    }
  }

  private void inTransaction(Runnable work) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      work.run();
      return;
    }
    transactions.write(() -> {
      work.run();
      return true;
    });
  }

  /// What has changed in the transaction in progress.
  private ChangesOfTransaction changes() {
    return TransactionSynchronizationManager.getSynchronizations().stream()
        .filter(ChangesOfTransaction.class::isInstance)
        .map(ChangesOfTransaction.class::cast)
        .filter(changes -> changes.isOf(Tenant.current()))
        .findFirst()
        .orElseGet(() -> {
          ChangesOfTransaction fresh =
              new ChangesOfTransaction(Tenant.current(), this::compose, cache::keep);
          TransactionSynchronizationManager.registerSynchronization(fresh);
          return fresh;
        });
  }

  /// Composes policies that exist again and sends those whose content differs.
  ///
  /// @param only those of these agents; empty: all
  private List<ControlMessage> compose(Optional<Set<AgentId>> only) {
    messages.lock(TOPIC);
    NavigableMap<PolicyKey, String> before = only.isEmpty() ? stored() : stored(only.get());
    return send(differing(before));
  }

  private NavigableMap<PolicyKey, String> stored() {
    NavigableMap<PolicyKey, String> stored = new TreeMap<>();
    messages.after(TOPIC, 0).forEach(message -> note(stored, message));
    return stored;
  }

  private NavigableMap<PolicyKey, String> stored(Set<AgentId> some) {
    NavigableMap<PolicyKey, String> stored = new TreeMap<>();
    for (AgentId agent : some) {
      messages.find(TOPIC, new PolicyKey(agent).text()).ifPresent(message -> note(stored, message));
    }
    return stored;
  }

  private static void note(Map<PolicyKey, String> stored, ControlMessage message) {
    if (message.payload() != null) {
      stored.put(PolicyKey.parse(message.key()), message.payload());
    }
  }

  private Map<PolicyKey, String> differing(NavigableMap<PolicyKey, String> before) {
    Map<PolicyKey, String> contents = composer.contents(before.keySet());
    contents.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
    return contents;
  }

  /// Sends contents in their order.
  ///
  /// @return the messages, oldest first
  private List<ControlMessage> send(Map<PolicyKey, String> contents) {
    long first = 0;
    for (Map.Entry<PolicyKey, String> entry : contents.entrySet()) {
      long revision = messages.send(TOPIC, entry.getKey().text(), entry.getValue());
      first = first == 0 ? revision : first;
    }
    return first == 0 ? List.of() : messages.after(TOPIC, first - 1);
  }

  /// The policy of a key in the database; where there is none, it is composed and stored.
  StoredPolicy findOrCompose(PolicyKey key) {
    List<ControlMessage> found =
        transactions.write(() -> {
          messages.lock(TOPIC);
          return messages
              .find(TOPIC, key.text())
              .filter(message -> message.payload() != null)
              .map(List::of)
              .orElseGet(() -> send(composer.contents(List.of(key))));
        });
    cache.keep(found);
    return StoredPolicy.of(found.getLast());
  }

  /// Sends the policy of a key again, if no version of it that new was ever sent.
  ///
  /// @return whether it did
  boolean newerThan(PolicyKey key, long held) {
    List<ControlMessage> sent =
        transactions.write(() -> {
          messages.lock(TOPIC);
          boolean known =
              messages
                  .find(TOPIC, key.text())
                  .filter(message -> message.payload() == null || message.revision() >= held)
                  .isPresent();
          return known ? List.of() : send(composer.contents(List.of(key)));
        });
    cache.keep(sent);
    return !sent.isEmpty();
  }

  /// Sends all policies of the organization in scope again, if no version that new was ever sent.
  ///
  /// @return whether it did
  boolean allNewerThan(long version) {
    List<ControlMessage> sent =
        transactions.write(() -> {
          messages.lock(TOPIC);
          return messages.after(TOPIC, version - 1).isEmpty()
              ? send(composer.contents(stored().keySet()))
              : List.of();
        });
    cache.keep(sent);
    return !sent.isEmpty();
  }

  /// Composes all policies of the organization in scope again. It takes the lock only where
  /// something differs, such as a price, a model that was seen, or agents that were merged.
  void reconcile() {
    NavigableMap<PolicyKey, String> before = transactions.read(this::stored);
    if (before.isEmpty()) {
      return;
    }
    Map<PolicyKey, PolicyKey> gone = gone(before.keySet());
    gone.keySet().forEach(before::remove);
    Map<PolicyKey, String> differing = transactions.read(() -> differing(before));
    if (!differing.isEmpty() || !gone.isEmpty()) {
      cache.keep(transactions.write(() -> replace(differing.keySet(), gone)));
    }
  }

  /// Policies of names that were merged, with the policies that took their place; of agents that
  /// were removed, with themselves.
  private Map<PolicyKey, PolicyKey> gone(Collection<PolicyKey> keys) {
    Map<AgentId, AgentId> meant = new HashMap<>();
    for (KnownName known : agents.everyName()) {
      meant.put(known.id(), known.agent());
    }
    Map<PolicyKey, PolicyKey> gone = new TreeMap<>();
    for (PolicyKey key : keys) {
      AgentId agent = key.agent();
      AgentId now = agent == null ? null : meant.get(agent);
      if (agent != null && !agent.equals(now)) {
        gone.put(key, now == null ? key : new PolicyKey(now));
      }
    }
    return gone;
  }

  /// The policy that took the place of another is sent again though its content is the same: its
  /// version must not be below the one that the other had.
  private List<ControlMessage> replace(Set<PolicyKey> differing, Map<PolicyKey, PolicyKey> gone) {
    messages.lock(TOPIC);
    long before = 0;
    for (PolicyKey key : gone.keySet()) {
      long revision = messages.send(TOPIC, key.text(), null);
      before = before == 0 ? revision - 1 : before;
    }
    NavigableMap<PolicyKey, String> stored = stored();
    SortedSet<PolicyKey> again = new TreeSet<>(differing);
    again.addAll(gone.values());
    again.retainAll(stored.keySet());
    Map<PolicyKey, String> contents = composer.contents(again);
    contents
        .entrySet()
        .removeIf(entry ->
            !gone.containsValue(entry.getKey())
                && entry.getValue().equals(stored.get(entry.getKey())));
    List<ControlMessage> sent = send(contents);
    return gone.isEmpty() ? sent : messages.after(TOPIC, before);
  }
}
