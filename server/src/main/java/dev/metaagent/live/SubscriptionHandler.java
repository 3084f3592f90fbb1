package dev.metaagent.live;

import dev.metaagent.access.Caller;
import dev.metaagent.access.ConnectionChecks;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.live.ClientMessage.Subscribe;
import dev.metaagent.live.ClientMessage.Unsubscribe;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.BatchReader;
import dev.metaagent.live.channel.Channels;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.Missed;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Handles the messages of clients: each topic is answered by a snapshot, or by the missed rows.
@Component
class SubscriptionHandler {

  /// Topics of one connection.
  static final int TOPICS = 32;

  private static final int MISSED_BATCHES = 1_000;

  private final Channels channels;
  private final BatchReader log;
  private final FilterReader filters;
  private final ConnectionChecks checks;
  private final JsonMapper json;
  private final Clock clock;

  SubscriptionHandler(
      Channels channels,
      BatchReader log,
      FilterReader filters,
      ConnectionChecks checks,
      JsonMapper json,
      Clock clock) {
    this.channels = channels;
    this.log = log;
    this.filters = filters;
    this.checks = checks;
    this.json = json;
    this.clock = clock;
  }

  /// Handles a message; an invalid one is answered by an error frame.
  void handle(Connection connection, OrganizationFeed feed, String message) {
    try {
      switch (ClientMessage.parse(message, json, channels)) {
        case Subscribe subscribe ->
            Caller.run(connection.principal(), () -> subscribe(connection, feed, subscribe));
        case Unsubscribe(var topics) -> topics.forEach(connection::unsubscribe);
      }
    } catch (MetaAgentException e) {
      if (e.code() == ErrorCode.RATE_LIMITED) {
        connection.buffer().close(CloseStatus.RATE_LIMITED);
      } else {
        connection.buffer().reply(ControlFrames.error(e));
      }
    }
  }

  /// A topic that a connection asks for again counts like a call of the API: it is answered with as
  /// much.
  private void subscribe(Connection connection, OrganizationFeed feed, Subscribe asked) {
    asked.topics().stream()
        .filter(topic -> !connection.begins(topic))
        .forEach(_ -> checks.called(connection.principal()));
    Filter filter = filters.read(asked.filter());
    Set<Topic> all = new HashSet<>(connection.topics());
    all.addAll(asked.topics());
    if (all.size() > TOPICS) {
      throw MetaAgentException.invalid("topics", "a connection subscribes to up to " + TOPICS);
    }
    Cursor resumed = resumable(asked.resumeFrom()) ? asked.resumeFrom() : null;
    List<Topic> unanswered = new ArrayList<>(asked.topics());
    try {
      Cursor from = feed.watch(connection, asked.topics(), filter, resumed);
      Missed missed = resumed == null ? null : missed(connection, resumed, from);
      boolean gap = asked.resumeFrom() != null && missed == null;
      Cursor after = missed == null || resumed == null ? from : resumed;
      for (Topic topic : asked.topics()) {
        Subscription subscription = new Subscription(topic, filter, after.position());
        connection.buffer().reply(topic, answer(subscription, missed, gap));
        unanswered.remove(topic);
      }
    } finally {
      unanswered.forEach(connection::unsubscribe);
    }
  }

  private static Frame answer(Subscription subscription, @Nullable Missed missed, boolean gap) {
    var channel = subscription.topic().channel();
    Frame since = missed == null ? null : channel.since(subscription, missed);
    return since == null ? channel.snapshot(subscription, gap) : since;
  }

  /// Whether a cursor can be resumed. One in the future is from another database.
  private boolean resumable(@Nullable Cursor cursor) {
    return cursor != null
        && cursor.resumable(clock.instant())
        && cursor.position().transaction() <= log.settled().transaction();
  }

  /// What was committed between two cursors; null when it is too much.
  private @Nullable Missed missed(Connection connection, Cursor resumed, Cursor from) {
    List<Batch> batches =
        log.between(
            resumed.position(), from.position(), connection.organization(), MISSED_BATCHES + 1);
    return batches.size() > MISSED_BATCHES ? null : new Missed(batches);
  }
}
