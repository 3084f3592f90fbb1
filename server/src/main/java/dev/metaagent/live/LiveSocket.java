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

/// One WebSocket of the container while it is open.
final class LiveSocket extends Endpoint {

  private static final Logger log = LoggerFactory.getLogger(LiveSocket.class);

  /// Longest message of a client.
  static final int LONGEST_MESSAGE = 8_192;

  private static final double MESSAGES_PER_SECOND = 10;
  private static final double MESSAGES_AT_ONCE = 40;

  /// A frame that cannot be handed over within this ends the connection without a notice.
  private static final long STUCK_MS = 15_000;

  private final Principal principal;
  private final BooleanSupplier stillAllowed;
  private final Dispatcher dispatcher;
  private final SubscriptionHandler handler;
  private final Connections connections;
  private final Clock clock;
  private volatile @Nullable Connection connection;
  private double messages = MESSAGES_AT_ONCE;
  private long lastMessage = System.nanoTime();

  LiveSocket(
      Principal principal,
      BooleanSupplier stillAllowed,
      Dispatcher dispatcher,
      SubscriptionHandler handler,
      Connections connections,
      Clock clock) {
    this.principal = principal;
    this.stillAllowed = stillAllowed;
    this.dispatcher = dispatcher;
    this.handler = handler;
    this.connections = connections;
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
      new TextSink(session).close(CloseStatus.GOING_AWAY);
    }
  }

  private void open(Session session) {
    SendBuffer buffer = new SendBuffer(clock, System::nanoTime);
    Connection opened = new Connection(principal, stillAllowed, new TextSink(session), buffer);
    OrganizationFeed feed = dispatcher.join(opened);
    connection = opened;
    buffer.reply(
        ControlFrames.welcome(principal.organization(), SendBuffer.HEARTBEAT, clock.instant()));
    session.addMessageHandler(String.class, message -> received(opened, feed, message));
    Thread.ofVirtual().name("live-client").start(opened::send);
  }

  private void received(Connection from, OrganizationFeed feed, String message) {
    if (tooMany()) {
      from.buffer().close(CloseStatus.RATE_LIMITED);
      return;
    }
    if (from.buffer().overfull()) {
      from.buffer().close(CloseStatus.SLOW_CONSUMER);
      return;
    }
    try {
      handler.handle(from, feed, message);
    } catch (RuntimeException e) {
      log.warn("a message of a live client could not be handled: {}", e.toString());
      log.debug("handling failed", e);
      from.buffer().close(CloseStatus.GOING_AWAY);
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
      closed.buffer().close(CloseStatus.GOING_AWAY);
      dispatcher.leave(closed);
    }
    connections.release(principal.organization());
  }

  @Override
  public void onError(Session session, Throwable e) {
    log.debug("a live connection failed", e);
  }

  private record TextSink(Session session) implements FrameSink {

    @Override
    public void send(String frame) throws IOException {
      session.getBasicRemote().sendText(frame);
    }

    @Override
    public void close(CloseStatus status) {
      try {
        session.close(
            new CloseReason(
                Objects.requireNonNull(CloseReason.CloseCodes.getCloseCode(status.code())),
                status.message()));
      } catch (IOException | IllegalStateException e) {
        log.debug("the connection was gone", e);
      }
    }
  }
}
