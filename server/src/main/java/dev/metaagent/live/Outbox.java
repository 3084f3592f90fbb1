package dev.metaagent.live;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one connection is still to be told. It is bounded whatever comes in: of each agent and
/// execution only the newest is kept, of the tail the last rows and a count of the others.
///
/// Rows go out at once after a pause and else some times a second; what was asked for goes before
/// everything else. The cursor of a frame says that everything up to there was told by this frame
/// or before.
final class Outbox {

  static final Duration HEARTBEAT = Duration.ofSeconds(15);
  static final Duration ROWS_EVERY = Duration.ofMillis(100);
  static final Duration HEALTH_EVERY = Duration.ofMillis(250);

  /// Rows of one topic in one frame.
  static final int MOST_ROWS = 100;

  /// Answers to questions that may wait: they are long, and nothing of them can be left out.
  private static final int MOST_ANSWERS = 2 * Asks.MOST_TOPICS;

  /// What some batches brought of what the connection wants.
  ///
  /// @param moreActions that passed without being looked at
  /// @param ones empty for an execution that was erased
  record Offer(
      List<String> actions,
      long moreActions,
      Map<ExecutionId, String> runs,
      long moreRuns,
      Set<ExecutionId> gone,
      Map<Topic.One, Optional<String>> ones,
      String cursor) {}

  private final Clock clock;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private final List<String> answers = new ArrayList<>();
  private final Map<AgentId, String> health = new LinkedHashMap<>();
  private final Set<String> goneAgents = new LinkedHashSet<>();
  private final Deque<String> statuses = new ArrayDeque<>();
  private final Deque<String> tail = new ArrayDeque<>();
  private long tailMore;
  private final Map<ExecutionId, String> runs = new LinkedHashMap<>();
  private final Set<String> goneRuns = new LinkedHashSet<>();
  private long runsMore;
  private final Map<Topic.One, String> ones = new LinkedHashMap<>();

  private String offered;
  private @Nullable String delivered;
  private @Nullable String answered;
  private boolean watching;
  private int held;
  private long lastRows;
  private long lastHealth;
  private long lastSent;
  private @Nullable Departure departure;

  Outbox(String cursor, Clock clock, LongSupplier nanos) {
    this.offered = cursor;
    this.clock = clock;
    this.nanos = nanos;
    long now = nanos.getAsLong();
    this.lastRows = now - ROWS_EVERY.toNanos();
    this.lastHealth = now - HEALTH_EVERY.toNanos();
    this.lastSent = now;
  }

  /// Changes what waits, and wakes who sends.
  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends nothing but heartbeats until the answer to a question was put in.
  void hold() {
    change(() -> held++);
  }

  void release(List<String> more) {
    change(() -> {
      answers.addAll(more);
      held--;
    });
  }

  void answer(String frame) {
    change(() -> answers.add(frame));
  }

  /// Whether more was asked than is taken.
  boolean overfull() {
    lock.lock();
    try {
      return answers.size() > MOST_ANSWERS;
    } finally {
      lock.unlock();
    }
  }

  void agents(Map<AgentId, String> agents, Set<AgentId> gone) {
    change(() -> {
      agents.forEach((agent, json) -> {
        health.remove(agent);
        health.put(agent, json);
        goneAgents.remove(agent.toString());
      });
      gone.forEach(agent -> {
        health.remove(agent);
        goneAgents.add(agent.toString());
      });
    });
  }

  void status(List<String> changes) {
    change(() -> {
      statuses.addAll(changes);
      while (statuses.size() > MOST_ROWS) {
        statuses.removeFirst();
      }
    });
  }

  /// Takes what some batches brought, and that everything up to a cursor was offered with it.
  void offer(Offer offer) {
    change(() -> {
      takeActions(offer);
      takeRuns(offer);
      offer
          .ones()
          .forEach((topic, json) -> ones.put(topic, Frames.execution(topic, json.orElse(null))));
      offered = offer.cursor();
    });
  }

  private void takeActions(Offer offer) {
    tail.addAll(offer.actions());
    tailMore += offer.moreActions();
    while (tail.size() > MOST_ROWS) {
      tail.removeFirst();
      tailMore++;
    }
  }

  private void takeRuns(Offer offer) {
    offer
        .runs()
        .forEach((id, json) -> {
          runs.remove(id);
          runs.put(id, json);
        });
    offer
        .gone()
        .forEach(id -> {
          runs.remove(id);
          goneRuns.add(id.toString());
        });
    runsMore += offer.moreRuns();
    Iterator<String> oldest = runs.values().iterator();
    for (int over = runs.size() - MOST_ROWS; over > 0; over--) {
      oldest.next();
      oldest.remove();
      runsMore++;
    }
  }

  /// Something is watched from now on.
  ///
  /// @param from after which what comes in is offered
  /// @param resumed up to where another connection was told, null when this one begins anew
  void begin(String from, @Nullable String resumed) {
    change(() -> {
      watching = true;
      offered = from;
      delivered = delivered == null ? resumed : delivered;
      answered = rowsWait() ? answered : from;
    });
  }

  /// Forgets what waits of a topic that is not watched any more, or will be told anew.
  void forget(Topic topic) {
    change(() -> {
      switch (topic) {
        case Topic.Health _ -> {
          health.clear();
          goneAgents.clear();
        }
        case Topic.Status _ -> statuses.clear();
        case Topic.Tail _ -> {
          tail.clear();
          tailMore = 0;
        }
        case Topic.Runs _ -> {
          runs.clear();
          goneRuns.clear();
          runsMore = 0;
        }
        case Topic.One one -> ones.remove(one);
      }
    });
  }

  /// Ends it: nothing else is sent but why.
  void depart(Departure reason) {
    change(() -> departure = departure == null ? reason : departure);
  }

  @Nullable Departure departure() {
    lock.lock();
    try {
      return departure;
    } finally {
      lock.unlock();
    }
  }

  /// The cursor of what was sent; null before anything was watched.
  @Nullable String delivered() {
    lock.lock();
    try {
      return delivered;
    } finally {
      lock.unlock();
    }
  }

  /// The next frames, as soon as some are due; none when the connection is to end.
  List<String> take() throws InterruptedException {
    lock.lock();
    try {
      while (departure == null) {
        long now = nanos.getAsLong();
        long wait = untilDue(now);
        if (wait <= 0) {
          return drain(now);
        }
        changed.awaitNanos(wait);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private long untilDue(long now) {
    long wait = lastSent + HEARTBEAT.toNanos() - now;
    if (held > 0) {
      return wait;
    }
    if (!answers.isEmpty()) {
      return 0;
    }
    if (rowsWait()) {
      wait = Math.min(wait, lastRows + ROWS_EVERY.toNanos() - now);
    }
    if (healthWaits()) {
      wait = Math.min(wait, lastHealth + HEALTH_EVERY.toNanos() - now);
    }
    return wait;
  }

  private boolean rowsWait() {
    return !tail.isEmpty()
        || tailMore > 0
        || !runs.isEmpty()
        || !goneRuns.isEmpty()
        || runsMore > 0
        || !ones.isEmpty()
        || !statuses.isEmpty();
  }

  private boolean healthWaits() {
    return !health.isEmpty() || !goneAgents.isEmpty();
  }

  private List<String> drain(long now) {
    List<String> sent = new ArrayList<>();
    if (held == 0) {
      boolean rows = !answers.isEmpty() || lastRows + ROWS_EVERY.toNanos() <= now;
      send(answers, answered, sent);
      answers.clear();
      answered = null;
      List<String> frames = new ArrayList<>();
      if (rows && rowsWait()) {
        drainRows(frames);
        lastRows = now;
      }
      if (healthWaits() && lastHealth + HEALTH_EVERY.toNanos() <= now) {
        frames.add(Frames.health(health.values(), goneAgents));
        health.clear();
        goneAgents.clear();
        lastHealth = now;
      }
      if (sent.isEmpty() && frames.isEmpty()) {
        frames.add(Frames.heartbeat(clock.instant()));
      }
      send(frames, watching && !rowsWait() ? offered : null, sent);
    } else {
      send(List.of(Frames.heartbeat(clock.instant())), null, sent);
    }
    lastSent = now;
    return sent;
  }

  /// Only the last of some frames may say that everything up to a cursor was told.
  private void send(List<String> frames, @Nullable String upTo, List<String> sent) {
    for (int i = 0; i < frames.size(); i++) {
      if (i == frames.size() - 1 && upTo != null) {
        delivered = upTo;
      }
      sent.add(Frames.withCursor(delivered, frames.get(i)));
    }
  }

  private void drainRows(List<String> frames) {
    if (!statuses.isEmpty()) {
      frames.add(Frames.status(statuses));
      statuses.clear();
    }
    if (!runs.isEmpty() || !goneRuns.isEmpty() || runsMore > 0) {
      frames.add(Frames.runs(runs.values(), runsMore, goneRuns));
      runs.clear();
      goneRuns.clear();
      runsMore = 0;
    }
    frames.addAll(ones.values());
    ones.clear();
    if (!tail.isEmpty() || tailMore > 0) {
      frames.add(Frames.tail(tail, tailMore));
      tail.clear();
      tailMore = 0;
    }
  }
}
