package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.ConnectionChecks;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Watchable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients ask for and how they are answered, over a log, rows and a transport in memory.
class SubscriptionHandlerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T13:36:00Z");

  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Watchable watchable = new Watchable(organization);
  private final Semaphore calls = new Semaphore(100);

  /// A caller that has some calls left.
  private final class Checks implements ConnectionChecks {
    @Override
    public BooleanSupplier stillAllowed(
        HttpServletRequest request, Principal authenticated, Role needed) {
      return () -> true;
    }

    @Override
    public void called(Principal principal) {
      if (!calls.tryAcquire()) {
        throw MetaAgentException.busy(
            ErrorCode.RATE_LIMITED, "too many calls", Duration.ofSeconds(1));
      }
    }
  }

  private final SubscriptionHandler handler =
      new SubscriptionHandler(
          watchable.channels(),
          watchable.log(),
          new FilterReader(watchable.rows()),
          new Checks(),
          JsonMapper.shared(),
          clock);
  private final Connection connection =
      new Connection(
          new Principal(organization, "test", Role.VIEWER, null),
          () -> true,
          new FrameSink() {
            @Override
            public void send(String frame) {}

            @Override
            public void close(CloseStatus status) {}
          },
          new SendBuffer(clock, () -> 0L));
  private final OrganizationFeed feed =
      new OrganizationFeed(
          organization,
          watchable.sources(),
          new Semaphore(1),
          clock,
          new SimpleMeterRegistry().counter("failures"));

  @BeforeEach
  void join() {
    feed.add(connection);
  }

  @AfterEach
  void leave() {
    feed.stop();
  }

  /// The frames that answer a message.
  private List<JsonNode> ask(String message) {
    handler.handle(connection, feed, message);
    List<JsonNode> frames = new ArrayList<>();
    try {
      connection.buffer().take().forEach(frame -> frames.add(JsonMapper.shared().readTree(frame)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return frames;
  }

  private static String subscribe(String topics, String more) {
    return "{\"type\":\"subscribe\",\"topics\":[" + topics + "]" + more + "}";
  }

  private static List<String> types(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.get("type").asString()).toList();
  }

  private Cursor now() {
    return new Cursor(watchable.log().settled(), NOW);
  }

  @Test
  void eachTopicIsAnsweredByASnapshot() {
    watchable.run("r1");
    List<JsonNode> frames = ask(subscribe("\"runs\",\"tail\"", ""));

    assertThat(types(frames)).containsExactly("snapshot", "snapshot");
    assertThat(frames)
        .extracting(frame -> frame.get("topic").asString())
        .containsExactly("runs", "tail");
    assertThat(frames).allSatisfy(frame -> assertThat(frame.get("gap").asBoolean()).isFalse());
    assertThat(connection.topics()).hasSize(2);
  }

  @Test
  void whoWasAwayForAMomentIsToldWhatWasMissed() {
    Cursor before = now();
    watchable.run("r1");
    List<JsonNode> frames = ask(subscribe("\"runs\"", ",\"resumeFrom\":\"" + before + "\""));
    assertThat(types(frames)).containsExactly("resumed");
    assertThat(frames.getFirst().toString()).contains(watchable.last().toString());
  }

  @Test
  void whoWasAwayTooLongBeginsAnewAndIsToldOfTheGap() {
    Cursor old = new Cursor(now().position(), NOW.minus(Duration.ofMinutes(11)));
    List<JsonNode> frames = ask(subscribe("\"runs\"", ",\"resumeFrom\":\"" + old + "\""));
    assertThat(types(frames)).containsExactly("snapshot");
    assertThat(frames.getFirst().get("gap").asBoolean()).isTrue();
  }

  @Test
  void aCursorOfAnotherDatabaseIsAheadAndBeginsAnew() {
    List<JsonNode> frames =
        ask(subscribe("\"runs\"", ",\"resumeFrom\":\"999999-1-" + NOW.getEpochSecond() + "\""));
    assertThat(frames.getFirst().get("gap").asBoolean()).isTrue();
  }

  @Test
  void whoMissedMoreThanAThousandBatchesBeginsAnew() {
    Cursor before = now();
    IntStream.range(0, 1_001).forEach(_ -> watchable.batch());
    List<JsonNode> frames = ask(subscribe("\"runs\"", ",\"resumeFrom\":\"" + before + "\""));
    assertThat(types(frames)).containsExactly("snapshot");
    assertThat(frames.getFirst().get("gap").asBoolean()).isTrue();
  }

  @Test
  void aMessageThatIsWrongIsAnsweredByAnErrorAndNothingIsWatched() {
    List<JsonNode> frames = ask(subscribe("\"weather\"", ""));
    assertThat(types(frames)).containsExactly("error");
    assertThat(frames.getFirst().get("code").asString()).isEqualTo("invalid_field");
    assertThat(frames.getFirst().get("errors").get(0).get("field").asString()).isEqualTo("topics");
    assertThat(connection.topics()).isEmpty();
    assertThat(types(ask("x"))).containsExactly("error");
  }

  @Test
  void aConnectionWatchesUpToThirtyTwoTopics() {
    String many =
        IntStream.range(0, SubscriptionHandler.TOPICS)
            .mapToObj(i -> "\"executions:" + "%032x".formatted(i + 1) + "-0000000000000001\"")
            .collect(Collectors.joining(","));
    assertThat(ask(subscribe(many, ""))).hasSize(SubscriptionHandler.TOPICS);
    assertThat(types(ask(subscribe("\"runs\"", "")))).containsExactly("error");
    assertThat(connection.topics()).hasSize(SubscriptionHandler.TOPICS);
  }

  @Test
  void whatIsWatchedNoLongerIsForgotten() {
    ask(subscribe("\"runs\",\"tail\"", ""));
    handler.handle(connection, feed, "{\"type\":\"unsubscribe\",\"topics\":[\"runs\"]}");
    assertThat(connection.topics()).extracting(topic -> topic.name()).containsExactly("tail");
  }

  @Test
  void aFilterThatCannotBeIsRefused() {
    String tooLong = ",\"filter\":{\"q\":\"" + "x".repeat(201) + "\"}";
    assertThat(types(ask(subscribe("\"runs\"", tooLong)))).containsExactly("error");
    List<JsonNode> unknown = ask(subscribe("\"runs\"", ",\"filter\":{\"agent\":\"Nobody\"}"));
    assertThat(unknown.getFirst().get("errors").get(0).get("field").asString())
        .isEqualTo("filter.agent");
  }

  @Test
  void aSnapshotHoldsWhatItsFilterCovers() {
    watchable.run("about refunds");
    watchable.run("about shipping");
    List<JsonNode> frames = ask(subscribe("\"runs\"", ",\"filter\":{\"q\":\" REFUNDS \"}"));
    assertThat(frames.getFirst().toString())
        .contains(watchable.first().toString())
        .doesNotContain(watchable.last().toString());
  }

  @Test
  void aTopicThatIsAskedForAgainCountsLikeACallAndWhoAsksTooOftenIsDisconnected() {
    calls.drainPermits();
    calls.release();

    assertThat(types(ask(subscribe("\"runs\",\"tail\"", ""))))
        .containsExactly("snapshot", "snapshot");
    assertThat(types(ask(subscribe("\"runs\"", "")))).containsExactly("snapshot");
    handler.handle(connection, feed, subscribe("\"runs\"", ""));

    assertThat(connection.buffer().closing()).isEqualTo(CloseStatus.RATE_LIMITED);
  }

  @Test
  void aFilterThatNoStoredTextCanMatchIsAnErrorAndTheConnectionStays() {
    List<JsonNode> frames = ask(subscribe("\"runs\"", ",\"filter\":{\"q\":\"a\\u0000b\"}"));

    assertThat(types(frames)).containsExactly("error");
    assertThat(connection.buffer().closing()).isNull();
  }
}
