package dev.metaagent.live;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.measure.AgentsNow;
import dev.metaagent.measure.AgentsNow.AgentNow;
import dev.metaagent.observe.News;
import dev.metaagent.observe.RecordedBatch;
import dev.metaagent.observe.WatchedRows;
import dev.metaagent.observe.WatchedRows.WatchedAction;
import dev.metaagent.observe.WatchedRows.WatchedRun;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Answers what clients ask for: a snapshot of each topic, or what they missed, and then what comes
/// in.
@Component
class Asks {

  static final int MOST_TOPICS = 32;

  private static final int SNAPSHOT_ROWS = 50;
  private static final int LOOKED_AT = 200;
  private static final int MISSED_BATCHES = 1_000;
  private static final int LONGEST_TEXT = 200;

  /// What a client sends.
  record Ask(
      @Nullable String type,
      @Nullable List<String> topics,
      @Nullable Wanted filter,
      @Nullable String resumeFrom) {}

  /// A filter as it is sent.
  record Wanted(
      @Nullable String agent,
      @Nullable String status,
      @Nullable String kind,
      @Nullable String model,
      @Nullable String q) {}

  private final Feed feed;
  private final Incoming incoming;
  private final WatchedRows rows;
  private final AgentsNow agents;
  private final News news;
  private final SystemTransactions transactions;
  private final JsonMapper json;
  private final Clock clock;

  Asks(
      Feed feed,
      Incoming incoming,
      WatchedRows rows,
      AgentsNow agents,
      News news,
      SystemTransactions transactions,
      JsonMapper json,
      Clock clock) {
    this.feed = feed;
    this.incoming = incoming;
    this.rows = rows;
    this.agents = agents;
    this.news = news;
    this.transactions = transactions;
    this.json = json;
    this.clock = clock;
  }

  /// Does what a message asks for; one that cannot be understood is answered with an error.
  void heed(Connection connection, String message) {
    try {
      Ask ask = read(message);
      Set<Topic> topics = topics(ask);
      switch (String.valueOf(ask.type())) {
        case "subscribe" ->
            Caller.run(connection.principal(), () -> subscribe(connection, ask, topics));
        case "unsubscribe" ->
            topics.forEach(topic -> {
              connection.topics().remove(topic);
              connection.outbox().forget(topic);
            });
        default -> throw MetaAgentException.invalid("type", "is subscribe or unsubscribe");
      }
    } catch (MetaAgentException e) {
      connection.outbox().answer(Frames.error(e));
    }
  }

  private Ask read(String message) {
    try {
      return json.readValue(message, Ask.class);
    } catch (JacksonException e) {
      throw new MetaAgentException(
          ErrorCode.INVALID_REQUEST, "The message is not JSON as protocol/live.schema.json says.");
    }
  }

  private static Set<Topic> topics(Ask ask) {
    Set<Topic> topics = new LinkedHashSet<>();
    for (String name : ask.topics() == null ? List.<String>of() : ask.topics()) {
      topics.add(
          Topic.parse(name)
              .orElseThrow(() ->
                  MetaAgentException.invalid(
                      "topics", "are health, status, tail, runs and executions:<id>")));
    }
    if (topics.isEmpty()) {
      throw MetaAgentException.invalid("topics", "at least one is needed");
    }
    return topics;
  }

  private void subscribe(Connection connection, Ask ask, Set<Topic> topics) {
    Filter filter = filter(ask.filter());
    Cursor told = told(ask.resumeFrom());
    Cursor resumed = told != null && held(told) ? told : null;
    Set<Topic> all = new LinkedHashSet<>(connection.topics().keySet());
    all.addAll(topics);
    if (all.size() > MOST_TOPICS) {
      throw MetaAgentException.invalid("topics", "a connection watches up to " + MOST_TOPICS);
    }
    connection.outbox().hold();
    List<String> answers = new ArrayList<>();
    try {
      Cursor from = feed.watch(connection, topics, filter, resumed);
      List<RecordedBatch> missed = resumed == null ? null : missed(connection, resumed, from);
      for (Topic topic : topics) {
        answers.add(answer(topic, filter, told != null, missed));
      }
    } finally {
      connection.outbox().release(answers);
    }
  }

  private Filter filter(@Nullable Wanted wanted) {
    if (wanted == null) {
      return Filter.ALL;
    }
    Stream.of(wanted.agent(), wanted.status(), wanted.kind(), wanted.model(), wanted.q())
        .filter(text -> text != null && text.length() > LONGEST_TEXT)
        .findAny()
        .ifPresent(text -> {
          throw MetaAgentException.invalid(
              "filter", "texts of up to " + LONGEST_TEXT + " characters");
        });
    String q = known(wanted.q());
    return new Filter(
        agent(known(wanted.agent())),
        known(wanted.status()),
        known(wanted.kind()),
        known(wanted.model()),
        q == null ? null : rows.stored(q).toLowerCase(Locale.ROOT));
  }

  private static @Nullable String known(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private @Nullable UUID agent(@Nullable String idOrName) {
    return idOrName == null
        ? null
        : rows.agent(idOrName)
            .orElseThrow(
                () -> MetaAgentException.invalid("filter.agent", "there is no agent " + idOrName));
  }

  private static @Nullable Cursor told(@Nullable String text) {
    return text == null
        ? null
        : Cursor.parse(text)
            .orElseThrow(() -> MetaAgentException.invalid("resumeFrom", "is a cursor of a frame"));
  }

  /// Whether everything after a cursor is still known. One that is ahead of the present is of
  /// another database.
  private boolean held(Cursor cursor) {
    return cursor.held(clock.instant())
        && cursor.position().transaction() <= transactions.call(news::settled);
  }

  /// What was recorded while nobody was told; null when it is too much.
  private @Nullable List<RecordedBatch> missed(Connection connection, Cursor resumed, Cursor from) {
    List<RecordedBatch> missed =
        transactions.call(() ->
            news.after(
                resumed.position(),
                from.position().transaction() + 1,
                connection.organization(),
                MISSED_BATCHES + 1));
    return missed.size() > MISSED_BATCHES
        ? null
        : missed.stream()
            .filter(batch -> batch.position().compareTo(from.position()) <= 0)
            .toList();
  }

  /// @param missed null when a snapshot is to be sent
  private String answer(
      Topic topic, Filter filter, boolean resuming, @Nullable List<RecordedBatch> missed) {
    boolean gap = resuming && missed == null;
    return switch (topic) {
      case Topic.Health _ ->
          Frames.snapshot(
              topic,
              false,
              "agents",
              Frames.list(agents.read(null).stream().map(AgentNow::json).toList()));
      case Topic.Status _ ->
          Frames.snapshot(
              topic,
              false,
              "agents",
              Frames.list(agents.read(null).stream().map(Asks::status).toList()));
      case Topic.One one ->
          Frames.snapshot(
              topic, false, "execution", rows.run(one.id()).map(WatchedRun::json).orElse("null"));
      case Topic.Tail _ ->
          missed == null
              ? Frames.snapshot(topic, gap, "actions", newestActions(filter))
              : resumedTail(missed, filter);
      case Topic.Runs _ ->
          missed == null
              ? Frames.snapshot(topic, gap, "executions", newestRuns(filter))
              : resumedRuns(missed, filter);
    };
  }

  private static String status(AgentNow agent) {
    return Frames.statusOf(agent.id().toString(), agent.name(), agent.status(), agent.reason());
  }

  private String newestActions(Filter filter) {
    return Frames.list(
        rows.newestActions(filter.agent(), LOOKED_AT).stream()
            .filter(filter::covers)
            .limit(SNAPSHOT_ROWS)
            .map(WatchedAction::json)
            .toList()
            .reversed());
  }

  private String newestRuns(Filter filter) {
    return Frames.list(
        rows.newestRuns(filter.agent(), LOOKED_AT).stream()
            .filter(filter::covers)
            .limit(SNAPSHOT_ROWS)
            .map(WatchedRun::json)
            .toList()
            .reversed());
  }

  private String resumedTail(List<RecordedBatch> missed, Filter filter) {
    Incoming.Rows found = incoming.of(missed, new Incoming.Wanted(true, false, Set.of()));
    return Frames.resumedTail(
        found.actions().stream()
            .map(Incoming.Placed::row)
            .filter(filter::covers)
            .map(WatchedAction::json)
            .toList(),
        found.moreActions());
  }

  private String resumedRuns(List<RecordedBatch> missed, Filter filter) {
    Incoming.Rows found = incoming.of(missed, new Incoming.Wanted(false, true, Set.of()));
    return Frames.resumedRuns(
        found.runs().stream()
            .map(Incoming.Placed::row)
            .filter(filter::covers)
            .map(WatchedRun::json)
            .toList(),
        found.moreRuns(),
        found.gone().keySet().stream().map(ExecutionId::toString).toList());
  }
}
