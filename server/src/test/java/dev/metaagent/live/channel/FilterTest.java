package dev.metaagent.live.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.WatchedRows.WatchedAction;
import dev.metaagent.search.WatchedRows.WatchedRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Which rows a subscription wants, and what a frame of them looks like.
class FilterTest {

  private static final ExecutionId EXECUTION = InMemoryLog.execution();

  private static WatchedAction action(@Nullable UUID agent, @Nullable String model) {
    return new WatchedAction(
        EXECUTION, "a", 0, Instant.EPOCH, agent, "llm", "error", model, "chat gpt timeout", "{}");
  }

  private static WatchedRun run() {
    return new WatchedRun(
        EXECUTION, new UUID(0, 1), "ok", List.of("gpt-4o", "gpt-5"), "writer quota", "{}");
  }

  private static Filter filter(
      @Nullable Long agent,
      @Nullable String status,
      @Nullable String kind,
      @Nullable String model,
      @Nullable String q) {
    return new Filter(agent == null ? null : new UUID(0, agent), status, kind, model, q);
  }

  @ParameterizedTest
  @CsvSource({
    ",,,,,true",
    "1,,,,,true",
    "2,,,,,false",
    ",error,,,,true",
    ",ok,,,,false",
    ",,llm,,,true",
    ",,tool,,,false",
    ",,,gpt-4o,,true",
    ",,,gpt-5,,false",
    ",,,,time,true",
    ",,,,quota,false",
    "1,error,llm,gpt-4o,chat,true",
    "1,error,llm,gpt-4o,quota,false"
  })
  void anActionIsCoveredByAllOfAFilter(
      @Nullable Long agent,
      @Nullable String status,
      @Nullable String kind,
      @Nullable String model,
      @Nullable String q,
      boolean covered) {
    assertThat(filter(agent, status, kind, model, q).covers(action(new UUID(0, 1), "gpt-4o")))
        .isEqualTo(covered);
  }

  @Test
  void whatAnActionDoesNotTellIsNotCovered() {
    assertThat(filter(1L, null, null, null, null).covers(action(null, "gpt-4o"))).isFalse();
    assertThat(filter(null, null, null, "gpt-4o", null).covers(action(null, null))).isFalse();
    assertThat(Filter.ALL.covers(action(null, null))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    ",,,,,true",
    "1,,,,,true",
    "2,,,,,false",
    ",ok,,,,true",
    ",error,,,,false",
    ",,tool,,,true",
    ",,,gpt-5,,true",
    ",,,gpt-6,,false",
    ",,,,writer,true",
    ",,,,reader,false"
  })
  void aRunHasNoKindAndAnyOfItsModels(
      @Nullable Long agent,
      @Nullable String status,
      @Nullable String kind,
      @Nullable String model,
      @Nullable String q,
      boolean covered) {
    assertThat(filter(agent, status, kind, model, q).covers(run())).isEqualTo(covered);
  }

  private record Body(String topic, Object row) {}

  @Test
  void aFrameHasItsTypeItsCursorAndItsFields() {
    Frame frame = new Frame("tail", new Body("tail", Frame.raw("{\"a\":1}")));
    assertThat(JsonMapper.shared().readTree(frame.json("1-2-3")))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"type\":\"tail\",\"cursor\":\"1-2-3\",\"topic\":\"tail\",\"row\":{\"a\":1}}"));
    assertThat(JsonMapper.shared().readTree(frame.json(null)).get("cursor").isNull()).isTrue();
  }

  @Test
  void aLaterRowOfAKeyReplacesTheEarlierOne() {
    Update update =
        Update.of(List.of("a1", "b1", "a2"), row -> row.substring(0, 1), row -> "<" + row + ">");
    LinkedHashMap<String, Object> expected = new LinkedHashMap<>();
    expected.put("b", "<b1>");
    expected.put("a", "<a2>");
    assertThat(List.copyOf(update.rows().entrySet()))
        .containsExactlyElementsOf(expected.entrySet());
    assertThat(update.isEmpty()).isFalse();
    assertThat(Update.NONE.isEmpty()).isTrue();
    assertThat(Update.NONE.withMore(1).isEmpty()).isFalse();
    assertThat(Update.NONE.withGone(Set.of("a")).isEmpty()).isFalse();
  }

  @Test
  void offsetsAreOrderedByTransactionAndThenById() {
    assertThat(new LogOffset(2, 1).isAfter(new LogOffset(1, 9))).isTrue();
    assertThat(new LogOffset(2, 1).isAfter(new LogOffset(2, 1))).isFalse();
    assertThat(new LogOffset(2, 1).isAfter(LogOffset.before(2))).isTrue();
    assertThat(LogOffset.before(3).isAfter(new LogOffset(2, Long.MAX_VALUE))).isTrue();
  }

  @Test
  void aTopicIsFoundByItsNameAndOthersAreNot() {
    Channels channels = TestTopics.channels();
    assertThat(channels.topic("tail")).hasValue(TestTopics.TAIL);
    assertThat(channels.topic("Tail")).isEmpty();
    assertThat(channels.topic("")).isEmpty();
    assertThat(channels.forms()).isEqualTo("health, runs, status, tail");
  }
}
