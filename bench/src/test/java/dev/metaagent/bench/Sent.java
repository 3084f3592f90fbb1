package dev.metaagent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.bench.traffic.LangGraphTrace;
import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.Request;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Connections that remember which traces the server acknowledged, across its deaths: what is not
/// acknowledged is sent again, as exporters do.
final class Sent implements AutoCloseable {

  private static final String STORED =
      """
      select trace_id, count(*), count(distinct span_id) from agent_execution_logs group by trace_id
      """;

  private final Load load = new Load(System.nanoTime(), Encoding.PROTOBUF, 5);
  private final AtomicReference<Server> server;
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean withoutRetryAfter = new AtomicBoolean();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> threads;

  Sent(Server first, int connections) {
    this.server = new AtomicReference<>(first);
    this.threads =
        IntStream.range(0, connections)
            .mapToObj(number -> Thread.ofPlatform().daemon().start(this::run))
            .toList();
  }

  /// Where to send from now on.
  void to(Server next) {
    server.set(next);
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /// How often each status was answered.
  Map<Integer, Integer> answers() {
    return new HashMap<>(answers);
  }

  boolean everRefusedWithoutRetryAfter() {
    return withoutRetryAfter.get();
  }

  void awaitMore(int traces) throws InterruptedException {
    int wanted = acknowledged() + traces;
    long deadline = System.nanoTime() + 180_000_000_000L;
    while (acknowledged() < wanted) {
      assertThat(System.nanoTime()).as("acknowledging, answers %s", answers).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private void run() {
    try {
      while (!stop.get()) {
        Request request = load.take(Pump.now());
        while (!send(request) && !stop.get()) {
          Thread.sleep(50);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean send(Request request) throws InterruptedException {
    try (Sender sender = Sender.Http.protobuf(server.get().port())) {
      Sender.Answer answer = sender.send(request.body());
      boolean answered = !answer.text().startsWith("no answer");
      answers.merge(answered ? answer.status() : 0, 1, Integer::sum);
      if (answered && answer.status() == 503 && !answer.retryAfter()) {
        withoutRetryAfter.set(true);
      }
      if (!answer.acknowledged()) {
        return false;
      }
    }
    for (int trace = 0; trace < request.traces(); trace++) {
      ByteBuffer id = ByteBuffer.wrap(load.numbers(request.first() + trace, 0).traceId());
      acknowledged.add(new UUID(id.getLong(), id.getLong()));
    }
    return true;
  }

  /// Every acknowledged trace is stored whole, and nothing is stored twice or in part.
  void assertAllStoredOnce(Connection database) throws SQLException {
    Map<UUID, Long> stored = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(STORED)) {
      while (rows.next()) {
        UUID trace = rows.getObject(1, UUID.class);
        assertThat(rows.getLong(2)).as("actions of %s", trace).isEqualTo(rows.getLong(3));
        stored.put(trace, rows.getLong(2));
      }
    }
    assertThat(stored.keySet()).containsAll(acknowledged);
    assertThat(stored.values())
        .as("a trace sent in one request is there whole or not at all")
        .allMatch(actions -> actions == LangGraphTrace.SPANS);
    assertThat(
            Stored.number(
                database, "select count(*) from executions where span_id <> 0 or action_count > 0"))
        .isEqualTo(stored.size());
  }

  /// Stops sending and waits for the last answers.
  void finish() {
    stop.set(true);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finish();
  }
}
