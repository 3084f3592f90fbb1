package dev.metaagent.govern.policy;

import dev.metaagent.events.ControlMessage;
import dev.metaagent.events.ControlReceiver;
import dev.metaagent.kernel.OrganizationId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All stored policies in the memory of this node, so that reading one needs no database.
@Component
public class PolicyCache implements ControlReceiver {

  static final String TOPIC = "policy";

  private final Map<OrganizationId, Map<PolicyKey, StoredPolicy>> policies =
      new ConcurrentHashMap<>();
  private final Map<OrganizationId, Long> complete = new ConcurrentHashMap<>();
  private final List<BiConsumer<OrganizationId, Set<PolicyKey>>> listeners =
      new CopyOnWriteArrayList<>();

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public void receive(List<ControlMessage> messages) {
    ControlMessage last = messages.getLast();
    keep(messages);
    complete.merge(last.organization(), last.revision(), Math::max);
  }

  /// Keeps what is newer than what it has. What this node itself committed comes here first, and
  /// once more with everything that other nodes sent.
  void keep(List<ControlMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    OrganizationId organization = messages.getFirst().organization();
    Map<PolicyKey, StoredPolicy> own =
        policies.computeIfAbsent(organization, _ -> new ConcurrentHashMap<>());
    Set<PolicyKey> changed = new HashSet<>();
    for (ControlMessage message : messages) {
      PolicyKey key = PolicyKey.parse(message.key());
      own.compute(
          key,
          (_, before) -> {
            if (before != null && before.version() >= message.revision()) {
              return before;
            }
            changed.add(key);
            return StoredPolicy.of(message);
          });
    }
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.accept(organization, changed));
    }
  }

  /// The newest policy known here; null where none is known, or it was removed.
  public @Nullable StoredPolicy find(OrganizationId organization, PolicyKey key) {
    StoredPolicy found = policies.getOrDefault(organization, Map.of()).get(key);
    return found == null || found.content() == null ? null : found;
  }

  /// The version up to which this node has seen every policy of an organization; 0: none.
  public long completeUpTo(OrganizationId organization) {
    return complete.getOrDefault(organization, 0L);
  }

  /// Registers who is told, quickly and on any thread, which policies have changed.
  public void listen(BiConsumer<OrganizationId, Set<PolicyKey>> listener) {
    listeners.add(listener);
  }
}
