package dev.metaagent.live;

import dev.metaagent.access.Principal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket of the container, as long as it is open.
final class LiveSocket extends Endpoint {

  private static final Logger log = LoggerFactory.getLogger(LiveSocket.class);

  /// Longest message of a client.
  static final int LONGEST_MESSAGE = 8_192;

  private static final double MESSAGES_PER_SECOND = 10;
  private static final double MESSAGES_AT_ONCE = 40;

  /// A frame that cannot be handed over within this ends the connection without a word.
  private static final long STUCK_MS = 15_000;

  private final Principal principal;
  private final BooleanSupplier standing;
  private final Feed feed;
  private final Asks asks;
  private final Watchers watchers;
  private final Clock clock;
  private volatile @Nullable Connection connection;
  private double messages = MESSAGES_AT_ONCE;
  private long lastMessage = System.nanoTime();

  LiveSocket(
      Principal principal,
      BooleanSupplier standing,
      Feed feed,
      Asks asks,
      Watchers watchers,
      Clock clock) {
    this.principal = principal;
    this.standing = standing;
    this.feed = feed;
    this.asks = asks;
    this.watchers = watchers;
    this.clock = clock;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(LONGEST_MESSAGE);
    session.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", STUCK_MS);
    try {
      open(session);
    } catch (RuntimeException e) {
      log.warn("a live connection could not be opened: {}", e.toString());
      new Frame(session).close(Departure.GOING_AWAY);
    }
  }

  private void open(Session session) {
    Connection opened =
        feed.join(cursor ->
            new Connection(
                principal,
                standing,
                new Frame(session),
                new Outbox(cursor.toString(), clock, System::nanoTime),
                cursor.position()));
    connection = opened;
    opened
        .outbox()
        .answer(
            Frames.welcome(
                principal.organization().toString(), Outbox.HEARTBEAT.toMillis(), clock.instant()));
    session.addMessageHandler(String.class, message -> heard(opened, message));
    Thread.ofVirtual().name("live-client").start(opened::send);
  }

  private void heard(Connection from, String message) {
    if (tooMany()) {
      from.outbox().depart(Departure.RATE_LIMITED);
      return;
    }
    if (from.outbox().overfull()) {
      from.outbox().depart(Departure.SLOW_CONSUMER);
      return;
    }
    try {
      asks.heed(from, message);
    } catch (RuntimeException e) {
      log.warn("a question of a live client failed: {}", e.toString());
      log.debug("a question failed", e);
      from.outbox().depart(Departure.GOING_AWAY);
    }
  }

  private boolean tooMany() {
    long now = System.nanoTime();
    messages =
        Math.min(MESSAGES_AT_ONCE, messages + (now - lastMessage) / 1e9 * MESSAGES_PER_SECOND);
    lastMessage = now;
    messages -= 1;
    return messages < 0;
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    Connection closed = connection;
    if (closed != null) {
      closed.outbox().depart(Departure.GOING_AWAY);
      feed.leave(closed);
    }
    watchers.leavePlace(principal.organization());
  }

  @Override
  public void onError(Session session, Throwable e) {
    log.debug("a live connection failed", e);
  }

  private record Frame(Session session) implements Wire {

    @Override
    public void send(String frame) throws IOException {
      session.getBasicRemote().sendText(frame);
    }

    @Override
    public void close(Departure departure) {
      try {
        session.close(
            new CloseReason(
                Objects.requireNonNull(CloseReason.CloseCodes.getCloseCode(departure.code())),
                departure.message()));
      } catch (IOException | IllegalStateException e) {
        log.debug("the connection was gone", e);
      }
    }
  }
}
