package dev.metaagent.live;

import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The send buffer of one connection: replies in their order, and one coalesced update for each
/// topic. Its size is bounded (backpressure).
///
/// A topic of the connection is in one of three states:
///
/// | state     | begin     | reply                | offer            | take                      | forget |
/// |-----------|-----------|----------------------|------------------|---------------------------|--------|
/// | absent    | ANSWERING | absent, not sent     | absent, not kept | nothing                   | absent |
/// | ANSWERING | ANSWERING | LIVE, reply is sent  | merged           | nothing: the reply is due | absent |
/// | LIVE      | ANSWERING | LIVE, reply is sent  | merged           | a frame at its pace       | absent |
///
/// There is one cursor, at two times: `reached` is the position up to which everything was offered,
/// `sent` the last one that was sent to the client. A frame carries `reached` when no update of
/// {@link Pace#EVENTS} is pending after it, and else `sent` again. It never goes back.
final class SendBuffer {

  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// The limit of pending replies, which are long and cannot be dropped.
  private static final int REPLIES = 2 * SubscriptionHandler.TOPICS;

  /// The limit of pending keys of deleted rows of one topic, which cannot be dropped.
  private static final int GONE = 50_000;

  private static final class Slot {
    final PendingUpdate pending = new PendingUpdate();
    boolean answering = true;
  }

  private record Outgoing(@Nullable Cursor cursor, Frame frame) {
    String json() {
      return frame.json(cursor == null ? null : cursor.toString());
    }
  }

  private final Clock clock;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private final Deque<Frame> replies = new ArrayDeque<>();
  private final Map<Topic, Slot> slots = new LinkedHashMap<>();
  private final Map<Pace, Long> sentAt = new EnumMap<>(Pace.class);
  private long lastSent;
  private @Nullable Cursor reached;
  private @Nullable Cursor sent;
  private @Nullable CloseStatus closing;

  SendBuffer(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.lastSent = nanos.getAsLong();
    for (Pace pace : Pace.values()) {
      sentAt.put(pace, lastSent - pace.every().toNanos());
    }
  }

  /// Changes the buffer, and wakes the sender.
  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends a frame that belongs to no topic.
  void reply(Frame frame) {
    change(() -> replies.add(frame));
  }

  /// Begins topics; until their replies are available nothing of them is sent.
  ///
  /// @param from changes up to here will not be offered
  /// @param resumed the cursor that the client resumes from; null for a new client
  void begin(Collection<Topic> topics, Cursor from, @Nullable Cursor resumed) {
    change(() -> {
      reached = Cursor.later(reached, from);
      sent = sent == null ? resumed : sent;
      topics.forEach(topic -> slots.put(topic, new Slot()));
    });
  }

  /// Sends the reply to a topic that was begun; its updates follow.
  void reply(Topic topic, Frame frame) {
    change(() -> {
      Slot slot = slots.get(topic);
      if (slot != null) {
        slot.answering = false;
        replies.add(frame);
      }
    });
  }

  /// Removes a topic.
  void forget(Topic topic) {
    change(() -> slots.remove(topic));
  }

  /// Merges changes into the pending updates.
  ///
  /// @param upTo the position up to which everything is offered with it
  void offer(Map<Topic, Update> updates, @Nullable Cursor upTo) {
    change(() -> {
      updates.forEach(this::merge);
      reached = reached == null ? null : Cursor.later(reached, upTo);
    });
  }

  private void merge(Topic topic, Update update) {
    Slot slot = slots.get(topic);
    if (slot != null) {
      slot.pending.merge(update, topic.channel().limit());
      if (slot.pending.goneCount() > GONE) {
        close(CloseStatus.SLOW_CONSUMER);
      }
    }
  }

  /// Ends the connection: only the notice is still sent. The first status is kept.
  void close(CloseStatus status) {
    change(() -> closing = closing == null ? status : closing);
  }

  private <T extends @Nullable Object> T ask(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  @Nullable CloseStatus closing() {
    return ask(() -> closing);
  }

  /// Whether the limits are exceeded.
  boolean overfull() {
    return ask(() -> replies.size() > REPLIES);
  }

  /// The last frame, with the reason for the end of the connection.
  String notice(CloseStatus status) {
    return ask(() -> new Outgoing(sent, ControlFrames.notice(status))).json();
  }

  /// The next frames, as soon as some are due; none when the connection is to end.
  List<String> take() throws InterruptedException {
    List<Outgoing> due = List.of();
    lock.lockInterruptibly();
    try {
      while (closing == null && due.isEmpty()) {
        long wait = untilDue(nanos.getAsLong());
        if (wait > 0) {
          changed.awaitNanos(wait);
        } else {
          due = drain(nanos.getAsLong());
        }
      }
    } finally {
      lock.unlock();
    }
    return due.stream().map(Outgoing::json).toList();
  }

  private long untilDue(long now) {
    if (!replies.isEmpty()) {
      return 0;
    }
    long wait = lastSent + HEARTBEAT.toNanos() - now;
    for (Pace pace : Pace.values()) {
      if (sendable(pace)) {
        wait = Math.min(wait, sentAt.getOrDefault(pace, now) + pace.every().toNanos() - now);
      }
    }
    return wait;
  }

  private boolean sendable(Pace pace) {
    return slots.entrySet().stream()
        .anyMatch(each ->
            each.getKey().channel().pace() == pace
                && !each.getValue().answering
                && !each.getValue().pending.isEmpty());
  }

  private List<Outgoing> drain(long now) {
    List<Frame> frames = new ArrayList<>(replies);
    // updates that follow a reply at once advance its cursor
    boolean replied = !replies.isEmpty();
    replies.clear();
    for (Pace pace : Pace.values()) {
      boolean due = sentAt.getOrDefault(pace, now) + pace.every().toNanos() <= now;
      if (sendable(pace) && (due || (replied && pace == Pace.EVENTS))) {
        drain(pace, frames);
        sentAt.put(pace, now);
      }
    }
    if (frames.isEmpty()) {
      frames.add(ControlFrames.heartbeat(clock.instant()));
    }
    lastSent = now;
    return withCursors(frames);
  }

  private void drain(Pace pace, List<Frame> frames) {
    slots.forEach((topic, slot) -> {
      if (topic.channel().pace() == pace && !slot.answering && !slot.pending.isEmpty()) {
        frames.add(topic.channel().frame(topic, slot.pending.drain()));
      }
    });
  }

  /// Only the last of several frames can carry the new cursor.
  private List<Outgoing> withCursors(List<Frame> frames) {
    List<Outgoing> outgoing = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (i == frames.size() - 1 && !eventsWait()) {
        sent = Cursor.later(sent, reached);
      }
      outgoing.add(new Outgoing(sent, frames.get(i)));
    }
    return outgoing;
  }

  private boolean eventsWait() {
    return slots.entrySet().stream()
        .anyMatch(each ->
            each.getKey().channel().pace() == Pace.EVENTS
                && (each.getValue().answering || !each.getValue().pending.isEmpty()));
  }
}
