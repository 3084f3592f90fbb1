package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Messages that must reach every node within a second: policies, breakers, rollbacks. Unlike the
/// event log they do not wait for the oldest running transaction of the cluster: a topic of an
/// organization has one row whose lock assigns revisions, so that they become visible in the order
/// of their numbers, and "revision greater than the last one seen" misses nothing. Only the latest
/// message of each key is kept.
///
/// Writers to one topic of one organization are serialized until their transactions end: send last,
/// in a short transaction.
@Component
public class ControlMessages {

  private static final Logger log = LoggerFactory.getLogger(ControlMessages.class);

  private final ControlStore store;
  private final ObjectProvider<NodeSignal> signal;
  private final Clock clock;

  ControlMessages(ControlStore store, ObjectProvider<NodeSignal> signal, Clock clock) {
    this.store = store;
    this.signal = signal;
    this.clock = clock;
  }

  /// Sends a message for the organization in scope, in its transaction in progress.
  ///
  /// @param payload JSON; null: the key was removed
  /// @return its revision
  public long send(String topic, String key, @Nullable String payload) {
    long revision = store.send(Tenant.current(), topic, key, payload, clock.instant());
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status == STATUS_COMMITTED) {
              signal();
            }
          }
        });
    return revision;
  }

  private void signal() {
    try {
      signal.ifAvailable(NodeSignal::signal);
    } catch (RuntimeException | Error e) {
      log.warn("other nodes were not notified of a control message; they poll for it", e);
    }
  }

  /// The messages of a topic of the organization in scope after a revision, oldest first, in its
  /// transaction in progress.
  public List<ControlMessage> after(String topic, long revision) {
    return store.after(Tenant.current(), topic, revision);
  }

  /// The organizations that ever sent a message of a topic, in a system transaction.
  public List<OrganizationId> organizations(String topic) {
    return store.heads(List.of(topic)).stream().map(ControlStore.Head::organization).toList();
  }

  /// Removes the messages of a topic of the organization in scope that were sent before a time, in
  /// its transaction in progress: for a topic whose keys are not used again. Nodes that start later
  /// do not hear of them.
  ///
  /// @return how many
  public int forget(String topic, Instant before) {
    return store.forget(Tenant.current(), topic, before);
  }

  /// The latest message about one key, in the transaction in progress; empty where there never was
  /// one.
  public Optional<ControlMessage> find(String topic, String key) {
    return store.find(Tenant.current(), topic, key);
  }

  /// Keeps other senders to a topic of the organization in scope waiting until the transaction in
  /// progress ends. Whatever senders before it committed is visible to the statements that follow:
  /// a message that is composed of what other transactions change as well is composed after this.
  public void lock(String topic) {
    store.lock(Tenant.current(), topic);
  }
}
