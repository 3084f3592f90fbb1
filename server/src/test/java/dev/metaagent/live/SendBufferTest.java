package dev.metaagent.live;

import static dev.metaagent.live.channel.TestTopics.HEALTH;
import static dev.metaagent.live.channel.TestTopics.RUNS;
import static dev.metaagent.live.channel.TestTopics.STATUS;
import static dev.metaagent.live.channel.TestTopics.TAIL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.TestTopics;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SendBufferTest {

  private static final Instant NOW = Instant.parse("2026-11-22T13:36:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final SendBuffer buffer = new SendBuffer(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

  private static Cursor cursor(long transaction) {
    return new Cursor(LogOffset.before(transaction), Instant.EPOCH);
  }

  /// Watches topics whose replies were sent.
  private void watch(Topic... topics) throws InterruptedException {
    buffer.begin(List.of(topics), cursor(1), null);
    for (Topic topic : topics) {
      buffer.reply(topic, TestTopics.snapshot(topic));
    }
    take();
  }

  private void offer(Topic topic, Update update, long upTo) {
    buffer.offer(Map.of(topic, update), cursor(upTo));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<JsonNode> take() throws InterruptedException {
    List<String> frames = buffer.take();
    assertThat(frames)
        .allSatisfy(frame -> assertThat(Schema.problemsOfFrame(frame)).as(frame).isEmpty());
    return frames.stream().map(frame -> JsonMapper.shared().readTree(frame)).toList();
  }

  private static List<String> types(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.get("type").asString()).toList();
  }

  private static List<@Nullable String> cursors(List<JsonNode> frames) {
    return frames.stream()
        .<@Nullable String>map(
            frame -> frame.get("cursor").isNull() ? null : frame.get("cursor").asString())
        .toList();
  }

  private static Update actions(int from, int until) {
    return TestTopics.rows(
        IntStream.range(from, until)
            .boxed()
            .collect(
                Collectors.toMap(
                    String::valueOf, SendBufferTest::action, (a, _) -> a, LinkedHashMap::new)));
  }

  private static String action(int number) {
    return """
    {"id":"%d","executionId":"e","spanId":"s","kind":"tool","name":"t","agent":null,"status":"ok",\
    "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
    """
        .formatted(number);
  }

  private static Update run(String id, String status) {
    String json =
        """
        {"id":"%s","traceId":"t","success":{},"agent":null,"status":"%s",\
        "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
        """
            .formatted(id, status);
    return TestTopics.rows(Map.of(id, json));
  }

  private static Update agent(String status) {
    String window =
        """
        {"window":"1h","executions":1,"successRate":{},"latencyMs":{},"costUsd":null,"tokens":{},"errors":[],\
        "asOf":"2026-11-22T13:36:00Z"}\
        """;
    String json =
        """
        {"id":"a","name":"A","status":"%1$s","statusReason":"","lastSeenAt":"2026-11-22T13:36:00Z","health":%2$s,\
        "windows":{"1m":%2$s,"5m":%2$s}}\
        """
            .formatted(status, window);
    return TestTopics.rows(Map.of("a", json));
  }

  /// The table of the states of a topic: what is sent after it was brought into a state, after an
  /// event, and after an update that follows.
  @ParameterizedTest(name = "{0}: {1} sends {2}")
  @CsvSource({
    "absent,    begin,  none",
    "absent,    reply,  none",
    "absent,    offer,  none",
    "absent,    forget, none",
    "answering, begin,  none",
    "answering, reply,  snapshot tail",
    "answering, offer,  none",
    "answering, forget, none",
    "live,      begin,  none",
    "live,      reply,  snapshot tail",
    "live,      offer,  tail",
    "live,      forget, none"
  })
  void aTopicIsSentOnlyWhileItsReplyIsThere(String state, String event, String frames)
      throws InterruptedException {
    switch (state) {
      case "answering" -> buffer.begin(List.of(TAIL), cursor(1), null);
      case "live" -> watch(TAIL);
      default -> {}
    }
    switch (event) {
      case "begin" -> buffer.begin(List.of(TAIL), cursor(1), null);
      case "reply" -> buffer.reply(TAIL, TestTopics.snapshot(TAIL));
      case "forget" -> buffer.forget(TAIL);
      default -> {}
    }
    offer(TAIL, actions(1, 2), 2);
    pass(SendBuffer.HEARTBEAT);
    String sent = String.join(" ", types(take()));
    assertThat(sent).isEqualTo(frames.equals("none") ? "heartbeat" : frames);
  }

  @Test
  void eventsGoOutAtOnceAfterAPauseAndThenTogether() throws InterruptedException {
    watch(TAIL);
    offer(TAIL, actions(1, 2), 2);
    assertThat(take().getFirst().get("actions").size()).isOne();
    offer(TAIL, actions(2, 3), 3);
    offer(TAIL, actions(3, 4), 4);
    pass(Pace.EVENTS.every());
    JsonNode frame = take().getFirst();
    assertThat(frame.get("actions").size()).isEqualTo(2);
    assertThat(frame.get("cursor").asString()).isEqualTo("4-0-0");
  }

  @Test
  void ofTooManyActionsTheNewestAreSentAndTheOthersCounted() throws InterruptedException {
    watch(TAIL);
    offer(TAIL, actions(0, 1_304), 2);
    JsonNode frame = take().getFirst();
    assertThat(frame.get("actions").size()).isEqualTo(TAIL.channel().limit());
    assertThat(frame.get("actions").get(0).get("id").asString()).isEqualTo("1204");
    assertThat(frame.get("more").asLong()).isEqualTo(1_204);
  }

  @Test
  void stateGoesOutFourTimesASecondAndTheNewestWins() throws InterruptedException {
    watch(HEALTH);
    offer(HEALTH, agent("healthy"), 2);
    assertThat(types(take())).containsExactly("health");
    offer(HEALTH, agent("degraded"), 2);
    offer(HEALTH, agent("failing"), 2);
    pass(Pace.STATE.every().minusMillis(1));
    buffer.reply(ControlFrames.heartbeat(NOW));
    assertThat(types(take())).as("not yet").containsExactly("heartbeat");
    pass(Duration.ofMillis(1));
    JsonNode frame = take().getFirst();
    assertThat(frame.get("agents").size()).isOne();
    assertThat(frame.get("agents").get(0).get("status").asString()).isEqualTo("failing");
  }

  @Test
  void onlyTheLastFrameOfASetSaysThatEverythingWasSent() throws InterruptedException {
    watch(RUNS, TAIL);
    buffer.offer(Map.of(TAIL, actions(1, 2), RUNS, run("r", "ok")), cursor(2));
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("runs", "tail");
    assertThat(cursors(frames)).containsExactly("1-0-0", "2-0-0");
  }

  @Test
  void aFrameOfStateDoesNotVouchForEventsThatWait() throws InterruptedException {
    watch(RUNS, HEALTH);
    offer(RUNS, run("1", "ok"), 2);
    take();
    offer(RUNS, run("2", "ok"), 3);
    offer(HEALTH, agent("failing"), 3);
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("health");
    assertThat(cursors(frames)).containsExactly("2-0-0");
    pass(Pace.EVENTS.every());
    assertThat(cursors(take())).containsExactly("3-0-0");
  }

  @Test
  void aHeartbeatCarriesTheCursorOnWhenNothingWaits() throws InterruptedException {
    watch(TAIL);
    buffer.offer(Map.of(), cursor(5));
    pass(SendBuffer.HEARTBEAT);
    List<JsonNode> frames = take();
    assertThat(types(frames)).containsExactly("heartbeat");
    assertThat(cursors(frames)).containsExactly("5-0-0");
  }

  @Test
  void beforeAnythingIsWatchedThereIsNoCursor() throws InterruptedException {
    buffer.offer(Map.of(), cursor(5));
    buffer.reply(ControlFrames.heartbeat(NOW));
    assertThat(cursors(take())).containsOnlyNulls();
  }

  @Test
  void whatComesInMeanwhileWaitsForTheReplyAndOtherTopicsGoOn() throws InterruptedException {
    watch(STATUS, TAIL);
    buffer.begin(List.of(RUNS), cursor(1), null);
    offer(RUNS, run("r", "ok"), 2);
    offer(TAIL, actions(1, 2), 2);
    List<JsonNode> before = take();
    assertThat(types(before)).containsExactly("tail");
    assertThat(cursors(before)).as("runs are not sent yet").containsExactly("1-0-0");
    buffer.reply(RUNS, TestTopics.snapshot(RUNS));
    List<JsonNode> after = take();
    assertThat(types(after)).containsExactly("snapshot", "runs");
    assertThat(cursors(after)).containsExactly("1-0-0", "2-0-0");
  }

  @Test
  void whoResumesKeepsTheOldCursorUntilTheMissedRowsAreSent() throws InterruptedException {
    buffer.begin(List.of(TAIL, RUNS), cursor(9), cursor(4));
    buffer.reply(TAIL, TestTopics.snapshot(TAIL));
    assertThat(cursors(take())).containsExactly("4-0-0");
    buffer.reply(RUNS, TestTopics.snapshot(RUNS));
    assertThat(cursors(take())).containsExactly("9-0-0");
  }

  @Test
  void theCursorNeverGoesBack() throws InterruptedException {
    buffer.begin(List.of(TAIL), cursor(5), cursor(9));
    buffer.reply(TAIL, TestTopics.snapshot(TAIL));
    assertThat(cursors(take())).as("resumed from a node that is ahead").containsExactly("9-0-0");
    offer(TAIL, actions(1, 2), 7);
    assertThat(cursors(take())).containsExactly("9-0-0");
    offer(TAIL, actions(2, 3), 12);
    pass(Pace.EVENTS.every());
    assertThat(cursors(take())).containsExactly("12-0-0");
  }

  @Test
  void aClosedConnectionIsSentNothingElse() throws InterruptedException {
    watch(TAIL);
    offer(TAIL, actions(1, 2), 2);
    buffer.close(CloseStatus.SLOW_CONSUMER);
    buffer.close(CloseStatus.GOING_AWAY);
    assertThat(buffer.take()).isEmpty();
    assertThat(buffer.closing()).as("the first reason").isEqualTo(CloseStatus.SLOW_CONSUMER);
    assertThat(Schema.problemsOfFrame(buffer.notice(CloseStatus.SLOW_CONSUMER))).isEmpty();
  }

  @Test
  void keysThatCannotBeLeftOutEndTheConnectionWhenTheyAreTooMany() throws InterruptedException {
    watch(RUNS);
    Set<String> gone =
        IntStream.range(0, 50_001).mapToObj(String::valueOf).collect(Collectors.toSet());
    offer(RUNS, new Update(new LinkedHashMap<>(), gone, 0), 2);
    assertThat(buffer.closing()).isEqualTo(CloseStatus.SLOW_CONSUMER);
  }

  @Test
  void moreRepliesThanAreTakenAreTooMany() {
    for (int i = 0; i < 65; i++) {
      buffer.reply(ControlFrames.heartbeat(NOW));
    }
    assertThat(buffer.overfull()).isTrue();
  }
}
