package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.live.ClientMessage.FilterText;
import dev.metaagent.live.ClientMessage.Subscribe;
import dev.metaagent.live.ClientMessage.Unsubscribe;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.TestTopics;
import dev.metaagent.live.channel.Topic;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What clients may say, and the cursors that they were given.
class ClientMessageTest {

  private static ClientMessage parse(String text) {
    return ClientMessage.parse(text, JsonMapper.shared(), TestTopics.channels());
  }

  @Test
  void aSubscriptionNamesItsTopicsInOrderAndEachOnce() {
    assertThat(
            parse(
                "{\"type\":\"subscribe\",\"topics\":[\"runs\",\"tail\",\"runs\"],"
                    + "\"filter\":{\"status\":\"error\",\"q\":\"x\"},\"resumeFrom\":\"7-8-900\"}"))
        .isInstanceOfSatisfying(
            Subscribe.class,
            subscribe -> {
              assertThat(subscribe.topics())
                  .extracting(Topic::name)
                  .containsExactly("runs", "tail");
              assertThat(subscribe.filter())
                  .isEqualTo(new FilterText(null, "error", null, null, "x"));
              assertThat(subscribe.resumeFrom())
                  .isEqualTo(new Cursor(new LogOffset(7, 8), Instant.ofEpochSecond(900)));
            });
  }

  @Test
  void whoFiltersNothingAndResumesNothingSaysNothingOfIt() {
    assertThat(parse("{\"type\":\"subscribe\",\"topics\":[\"tail\"]}"))
        .isInstanceOfSatisfying(
            Subscribe.class,
            subscribe -> {
              assertThat(subscribe.filter()).isEqualTo(FilterText.NONE);
              assertThat(subscribe.resumeFrom()).isNull();
            });
    assertThat(parse("{\"type\":\"unsubscribe\",\"topics\":[\"tail\"]}"))
        .isInstanceOf(Unsubscribe.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"topics\":[\"tail\"]}                                       | type",
        "{\"type\":\"watch\",\"topics\":[\"tail\"]}                    | type",
        "{\"type\":\"subscribe\"}                                      | topics",
        "{\"type\":\"subscribe\",\"topics\":[]}                        | topics",
        "{\"type\":\"subscribe\",\"topics\":[\"weather\"]}             | topics",
        "{\"type\":\"subscribe\",\"topics\":[\"tail\",\"weather\"]}    | topics",
        "{\"type\":\"subscribe\",\"topics\":[\"tail\"],\"resumeFrom\":\"x\"} | resumeFrom"
      })
  void whatIsWrongIsNamed(String text, String field) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> assertThat(e.errors().getFirst().field()).isEqualTo(field));
  }

  @Test
  void theTopicsThatThereAreAreNamedToWhoeverAsksForAnother() {
    assertThatThrownBy(() -> parse("{\"type\":\"subscribe\",\"topics\":[\"weather\"]}"))
        .hasMessageContaining("health, runs, status, tail");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "12",
        "{\"type\":{}}",
        "{\"type\":\"subscribe\",\"topics\":\"tail\"}"
      })
  void whatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> assertThat(e.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_FIELD));
  }

  @Test
  void aCursorIsReadAsItWasWritten() {
    Cursor cursor = new Cursor(new LogOffset(123, 4), Instant.ofEpochSecond(1_764_331_200));
    assertThat(cursor).hasToString("123-4-1764331200");
    assertThat(Cursor.parse("123-4-1764331200")).hasValue(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-2",
        "1-2-3-4",
        "-1-2-3",
        "1-2-x",
        "1234567890123456789-1-1",
        "1-1-1234567890123"
      })
  void whatIsNoCursorIsNone(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }

  @Test
  void whoWasAwayForTenMinutesBeginsAnew() {
    Instant now = Instant.parse("2026-03-04T12:00:00Z");
    LogOffset here = new LogOffset(1, 1);
    assertThat(new Cursor(here, now.minus(Duration.ofMinutes(10)).plusSeconds(1)).resumable(now))
        .isTrue();
    assertThat(new Cursor(here, now.minus(Duration.ofMinutes(10))).resumable(now)).isFalse();
  }

  @Test
  void ofTwoCursorsTheFurtherOneCounts() {
    Cursor low = new Cursor(new LogOffset(1, 9), Instant.EPOCH);
    Cursor high = new Cursor(new LogOffset(2, 1), Instant.EPOCH);
    Cursor again = new Cursor(new LogOffset(2, 1), Instant.EPOCH.plusSeconds(9));
    assertThat(Cursor.later(low, high)).isEqualTo(high);
    assertThat(Cursor.later(high, low)).isEqualTo(high);
    assertThat(Cursor.later(high, again)).isEqualTo(again);
    assertThat(Cursor.later(null, low)).isEqualTo(low);
    assertThat(Cursor.later(low, null)).isEqualTo(low);
    assertThat(Cursor.later(null, null)).isNull();
  }
}
