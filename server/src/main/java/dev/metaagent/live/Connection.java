package dev.metaagent.live;

import dev.metaagent.access.Principal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Source.Changes;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client: its subscriptions, its send buffer, and the thread that sends.
final class Connection {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /// The timeout for a client to accept a frame.
  static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration RECHECK_EVERY = Duration.ofSeconds(10);

  private final Principal principal;
  private final BooleanSupplier stillAllowed;
  private final FrameSink sink;
  private final SendBuffer buffer;
  private final Map<Topic, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Set<Topic> begun = ConcurrentHashMap.newKeySet();
  private volatile long sendingSince;
  private volatile boolean sending;
  private long checked = System.nanoTime();

  /// @param stillAllowed whether its credential is still valid
  Connection(Principal principal, BooleanSupplier stillAllowed, FrameSink sink, SendBuffer buffer) {
    this.principal = principal;
    this.stillAllowed = stillAllowed;
    this.sink = sink;
    this.buffer = buffer;
  }

  Principal principal() {
    return principal;
  }

  OrganizationId organization() {
    return principal.organization();
  }

  SendBuffer buffer() {
    return buffer;
  }

  Set<Topic> topics() {
    return subscriptions.keySet();
  }

  /// Whether a topic is asked for the first time; an unsubscribed one was asked for, too.
  boolean begins(Topic topic) {
    return begun.size() < SubscriptionHandler.TOPICS && begun.add(topic);
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  void subscribe(Subscription subscription) {
    subscriptions.put(subscription.topic(), subscription);
  }

  void unsubscribe(Topic topic) {
    subscriptions.remove(topic);
    buffer.forget(topic);
  }

  /// Puts the changes of its subscriptions into the send buffer.
  void offer(Changes changes, @Nullable Cursor upTo) {
    Map<Topic, Update> updates = new HashMap<>();
    for (Subscription subscription : subscriptions.values()) {
      Update update = changes.of(subscription);
      if (!update.isEmpty()) {
        updates.put(subscription.topic(), update);
      }
    }
    buffer.offer(updates, upTo);
  }

  boolean isSlow() {
    return sending && System.nanoTime() - sendingSince > SLOW.toNanos();
  }

  /// Sends the content of the buffer until the connection ends.
  void send() {
    try {
      List<String> frames = buffer.take();
      while (buffer.closing() == null) {
        for (String frame : frames) {
          if (buffer.closing() == null) {
            send(frame);
          }
        }
        recheck();
        frames = buffer.take();
      }
      end(buffer.closing());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      log.debug("a client went away", e);
      sink.close(CloseStatus.GOING_AWAY);
    }
  }

  /// Ends the connection of a revoked key or a disabled member.
  private void recheck() {
    long now = System.nanoTime();
    if (now - checked > RECHECK_EVERY.toNanos()) {
      checked = now;
      if (!stillAllowed.getAsBoolean()) {
        buffer.close(CloseStatus.UNAUTHENTICATED);
      }
    }
  }

  private void send(String frame) throws IOException {
    sendingSince = System.nanoTime();
    sending = true;
    try {
      sink.send(frame);
    } finally {
      sending = false;
    }
  }

  private void end(@Nullable CloseStatus status) throws IOException {
    if (status != null) {
      sink.send(buffer.notice(status));
      sink.close(status);
    }
  }
}
