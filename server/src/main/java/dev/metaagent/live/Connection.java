package dev.metaagent.live;

import dev.metaagent.access.Principal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.observe.NewsPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client that watches: what it wants to see, what waits for it, and the thread that sends.
final class Connection {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /// Whoever does not take a frame within this is too slow.
  static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

  private final Principal principal;
  private final BooleanSupplier standing;
  private final Wire wire;
  private final Outbox outbox;
  private final Map<Topic, Filter> topics = new ConcurrentHashMap<>();
  private volatile NewsPosition told;
  private volatile long sendingSince;
  private volatile boolean sending;
  private long checked = System.nanoTime();

  /// @param standing whether it may still be here
  /// @param told up to where everything is known to it
  Connection(
      Principal principal, BooleanSupplier standing, Wire wire, Outbox outbox, NewsPosition told) {
    this.principal = principal;
    this.standing = standing;
    this.wire = wire;
    this.outbox = outbox;
    this.told = told;
  }

  Principal principal() {
    return principal;
  }

  OrganizationId organization() {
    return principal.organization();
  }

  Outbox outbox() {
    return outbox;
  }

  Map<Topic, Filter> topics() {
    return topics;
  }

  /// Batches up to here are not told again.
  NewsPosition told() {
    return told;
  }

  void toldUpTo(NewsPosition position) {
    if (position.compareTo(told) > 0) {
      told = position;
    }
  }

  boolean slow() {
    return sending && System.nanoTime() - sendingSince > SLOW.toNanos();
  }

  @Nullable Filter filterOf(Topic topic) {
    return topics.get(topic);
  }

  /// Sends what waits until the connection ends.
  void send() {
    try {
      List<String> frames = outbox.take();
      while (outbox.departure() == null) {
        for (String frame : frames) {
          if (outbox.departure() == null) {
            send(frame);
          }
        }
        recheck();
        frames = outbox.take();
      }
      leave(outbox.departure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      log.debug("a client went away", e);
      wire.close(Departure.GOING_AWAY);
    }
  }

  /// A key that was revoked or a person who was disabled does not watch on.
  private void recheck() {
    long now = System.nanoTime();
    if (now - checked > CHECK_EVERY.toNanos()) {
      checked = now;
      if (!standing.getAsBoolean()) {
        outbox.depart(Departure.NOT_ALLOWED_ANY_MORE);
      }
    }
  }

  private void send(String frame) throws IOException {
    sendingSince = System.nanoTime();
    sending = true;
    try {
      wire.send(frame);
    } finally {
      sending = false;
    }
  }

  private void leave(@Nullable Departure departure) throws IOException {
    if (departure != null) {
      wire.send(
          Frames.withCursor(
              outbox.delivered(), Frames.notice(departure.wire(), departure.message())));
      wire.close(departure);
    }
  }
}
