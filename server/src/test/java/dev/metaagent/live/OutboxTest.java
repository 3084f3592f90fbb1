package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutboxTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Outbox outbox =
      new Outbox(
          "1-0-0", Clock.fixed(Instant.parse("2026-11-22T13:36:00Z"), ZoneOffset.UTC), nanos::get);

  @BeforeEach
  void something() {
    outbox.begin("1-0-0", null);
  }

  private void wait(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<JsonNode> take() throws InterruptedException {
    List<String> frames = outbox.take();
    assertThat(frames)
        .allSatisfy(frame -> assertThat(Schema.problemsOfFrame(frame)).as(frame).isEmpty());
    return frames.stream().map(frame -> JsonMapper.shared().readTree(frame)).toList();
  }

  private static List<String> types(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.get("type").asString()).toList();
  }

  private static String action(int number) {
    return """
    {"id":"%d","executionId":"e","spanId":"s","kind":"tool","name":"t","agent":null,"status":"ok",\
    "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
    """
        .formatted(number);
  }

  private static String run(int number) {
    return """
    {"id":"%d","traceId":"t","success":{},"agent":null,"status":"ok",\
    "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
    """
        .formatted(number);
  }

  private static Outbox.Offer actions(List<String> actions, long more, String cursor) {
    return new Outbox.Offer(actions, more, Map.of(), 0, Set.of(), Map.of(), cursor);
  }

  private static Outbox.Offer runs(Map<ExecutionId, String> runs, String cursor) {
    return new Outbox.Offer(List.of(), 0, runs, 0, Set.of(), Map.of(), cursor);
  }

  @Test
  void rowsGoOutAtOnceAfterAPauseAndThenTogether() throws InterruptedException {
    outbox.offer(actions(List.of(action(1)), 0, "2-0-0"));
    assertThat(take().getFirst().get("actions").size()).isOne();
    outbox.offer(actions(List.of(action(2)), 0, "3-0-0"));
    outbox.offer(actions(List.of(action(3)), 0, "4-0-0"));
    wait(Outbox.ROWS_EVERY);
    JsonNode frame = take().getFirst();
    assertThat(frame.get("actions").size()).isEqualTo(2);
    assertThat(frame.get("cursor").asString()).isEqualTo("4-0-0");
  }

  @Test
  void ofTooManyActionsTheNewestAreSentAndTheOthersCounted() throws InterruptedException {
    outbox.offer(
        actions(IntStream.range(0, 1_304).mapToObj(OutboxTest::action).toList(), 6, "2-0-0"));
    JsonNode frame = take().getFirst();
    assertThat(frame.get("actions").size()).isEqualTo(Outbox.MOST_ROWS);
    assertThat(frame.get("actions").get(0).get("id").asString()).isEqualTo("1204");
    assertThat(frame.get("more").asLong()).isEqualTo(1_210);
  }

  @Test
  void ofEachRunOnlyTheNewestStateIsSent() throws InterruptedException {
    ExecutionId id = new ExecutionId(new TraceId(UUID.randomUUID()), 7);
    outbox.offer(runs(Map.of(id, run(1)), "2-0-0"));
    outbox.offer(runs(Map.of(id, run(2)), "3-0-0"));
    JsonNode frame = take().getFirst();
    assertThat(frame.get("executions").size()).isOne();
    assertThat(frame.get("executions").get(0).get("id").asString()).isEqualTo("2");
  }

  @Test
  void healthGoesOutFourTimesASecondAndTheNewestOfAnAgentWins() throws InterruptedException {
    AgentId agent = new AgentId(UUID.randomUUID());
    outbox.agents(Map.of(agent, agentNow("healthy")), Set.of());
    assertThat(types(take())).containsExactly("health");
    outbox.agents(Map.of(agent, agentNow("degraded")), Set.of());
    outbox.agents(Map.of(agent, agentNow("failing")), Set.of());
    wait(Outbox.HEALTH_EVERY.minusMillis(1));
    outbox.answer(Frames.heartbeat(Instant.EPOCH));
    assertThat(types(take())).as("not yet").containsExactly("heartbeat");
    wait(Duration.ofMillis(1));
    JsonNode frame = take().getFirst();
    assertThat(frame.get("agents").size()).isOne();
    assertThat(frame.get("agents").get(0).get("status").asString()).isEqualTo("failing");
  }

  private static String agentNow(String status) {
    String window =
        """
        {"window":"1h","executions":1,"successRate":{},"latencyMs":{},"costUsd":null,"tokens":{},"errors":[],\
        "asOf":"2026-11-22T13:36:00Z"}\
        """;
    return """
    {"id":"a","name":"A","status":"%1$s","statusReason":"","lastSeenAt":"2026-11-22T13:36:00Z","health":%2$s,\
    "windows":{"1m":%2$s,"5m":%2$s}}\
    """
        .formatted(status, window);
  }

  @Test
  void onlyTheLastFrameOfASetSaysThatEverythingWasTold() throws InterruptedException {
    outbox.answer(Frames.heartbeat(Instant.EPOCH));
    take();
    ExecutionId id = new ExecutionId(new TraceId(UUID.randomUUID()), 7);
    outbox.offer(
        new Outbox.Offer(
            List.of(action(1)), 0, Map.of(id, run(1)), 0, Set.of(), Map.of(), "2-0-0"));
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("runs", "tail");
    assertThat(frames.stream().map(frame -> frame.get("cursor").asString()))
        .containsExactly("1-0-0", "2-0-0");
  }

  @Test
  void whatComesInMeanwhileWaitsForTheAnswerToAQuestion() throws InterruptedException {
    outbox.hold();
    outbox.offer(actions(List.of(action(1)), 0, "2-0-0"));
    wait(Outbox.HEARTBEAT);
    List<JsonNode> held = take();
    assertThat(types(held)).containsExactly("heartbeat");
    assertThat(held.getFirst().get("cursor").isNull()).as("nothing was told yet").isTrue();
    outbox.release(List.of(Frames.snapshot(new Topic.Tail(), false, "actions", "[]")));
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("snapshot", "tail");
    assertThat(frames.getLast().get("cursor").asString()).isEqualTo("2-0-0");
  }

  @Test
  void whoResumesKeepsTheOldCursorUntilTheMissedRowsAreSent() throws InterruptedException {
    Outbox resumed = new Outbox("9-0-0", Clock.systemUTC(), nanos::get);
    resumed.answer(Frames.welcome("o", 15_000, Instant.EPOCH));
    assertThat(cursor(resumed.take().getFirst())).isNull();
    resumed.hold();
    resumed.begin("9-0-0", "4-0-0");
    resumed.release(List.of(Frames.resumedTail(List.of(), 0), Frames.resumedTail(List.of(), 0)));
    List<String> frames = resumed.take();
    assertThat(cursor(frames.getFirst())).isEqualTo("4-0-0");
    assertThat(cursor(frames.getLast())).isEqualTo("9-0-0");
  }

  @Test
  void theAnswerSaysUpToWhereItToldAndNotWhatFollows() throws InterruptedException {
    outbox.hold();
    outbox.begin("5-0-0", null);
    outbox.offer(actions(List.of(action(1)), 0, "6-0-0"));
    outbox.release(List.of(Frames.snapshot(new Topic.Tail(), false, "actions", "[]")));
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("snapshot", "tail");
    assertThat(frames.stream().map(frame -> frame.get("cursor").asString()))
        .containsExactly("5-0-0", "6-0-0");
  }

  private static @Nullable String cursor(String frame) {
    JsonNode cursor = JsonMapper.shared().readTree(frame).get("cursor");
    return cursor.isNull() ? null : cursor.asString();
  }

  @Test
  void whoDepartsIsSentNothingElse() throws InterruptedException {
    outbox.offer(actions(List.of(action(1)), 0, "2-0-0"));
    outbox.depart(Departure.SLOW_CONSUMER);
    outbox.depart(Departure.GOING_AWAY);
    assertThat(outbox.take()).isEmpty();
    assertThat(outbox.departure()).as("the first reason").isEqualTo(Departure.SLOW_CONSUMER);
  }
}
