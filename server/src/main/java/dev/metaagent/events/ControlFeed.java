package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hands control messages to the receivers of this node: woken by {@link NodeSignal}, and polling
/// twice a second. Without receivers it does nothing.
@Component
public class ControlFeed implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ControlFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private record Seen(ControlReceiver receiver, OrganizationId organization) {}

  private final ControlStore store;
  private final SystemTransactions transactions;
  private final ObjectProvider<NodeSignal> signal;
  private final List<ControlReceiver> receivers;
  private final Map<Seen, Long> seen = new HashMap<>();
  private final Semaphore hints = new Semaphore(0);
  private NodeSignal.@Nullable Listening listening;
  private @Nullable Thread thread;

  ControlFeed(
      ControlStore store,
      SystemTransactions transactions,
      ObjectProvider<NodeSignal> signal,
      ObjectProvider<ControlReceiver> receivers) {
    this.store = store;
    this.transactions = transactions;
    this.signal = signal;
    this.receivers = receivers.orderedStream().toList();
  }

  @Override
  public synchronized void start() {
    if (thread == null && !receivers.isEmpty()) {
      NodeSignal available = signal.getIfAvailable();
      listening = available == null ? null : available.listen(hints::release);
      thread = Thread.ofVirtual().name("control-feed").start(this::run);
    }
  }

  @Override
  public synchronized void stop() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(GRACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        pass();
        hints.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
        hints.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pass() {
    try {
      Set<String> topics =
          receivers.stream().map(ControlReceiver::topic).collect(Collectors.toSet());
      for (ControlStore.Head head : transactions.call(() -> store.heads(topics))) {
        for (ControlReceiver receiver : receivers) {
          if (receiver.topic().equals(head.topic())) {
            receive(receiver, head);
          }
        }
      }
    } catch (RuntimeException | Error e) {
      log.debug("control messages could not be read; it is tried again", e);
    }
  }

  private void receive(ControlReceiver receiver, ControlStore.Head head) {
    Seen key = new Seen(receiver, head.organization());
    long last = seen.getOrDefault(key, 0L);
    if (head.revision() <= last) {
      return;
    }
    try {
      List<ControlMessage> messages =
          transactions.call(() -> store.after(head.organization(), head.topic(), last));
      if (!messages.isEmpty()) {
        receiver.receive(messages);
      }
      // those up to the head that are missing were replaced or forgotten
      seen.put(
          key, Math.max(head.revision(), messages.isEmpty() ? 0 : messages.getLast().revision()));
    } catch (RuntimeException | Error e) {
      log.warn(
          "control messages of topic {} of organization {} were not handled and are delivered"
              + " again",
          head.topic(),
          head.organization(),
          e);
    }
  }
}
