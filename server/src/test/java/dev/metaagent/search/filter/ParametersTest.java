package dev.metaagent.search.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.privacy.Privacy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Questions to the lists: each parameter in its own form, and everything that is wrong named. */
class ParametersTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  private static Parameters parameters(String... pairs) {
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      given.add(pairs[i], pairs[i + 1]);
    }
    return new Parameters(given, NOW);
  }

  private static List<String> wrong(Parameters parameters) {
    List<String> fields = new ArrayList<>();
    assertThatThrownBy(parameters::done)
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> e.errors().stream().map(FieldError::field).forEach(fields::add));
    return fields;
  }

  @ParameterizedTest
  @CsvSource({
    "now,2026-03-04T12:00:00Z",
    "-6h,2026-03-04T06:00:00Z",
    "-30s,2026-03-04T11:59:30Z",
    "-2d,2026-03-02T12:00:00Z",
    "-1w,2026-02-25T12:00:00Z",
    "-0m,2026-03-04T12:00:00Z",
    "2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00+02:00,2026-01-31T10:00:00Z",
    "2026-01-31T12:00:00 02:00,2026-01-31T10:00:00Z"
  })
  void aTimeIsAMomentOrRelativeToNow(String text, Instant at) {
    Parameters parameters = parameters("from", text);
    assertThat(parameters.time("from")).isEqualTo(at);
    assertThatCode(parameters::done).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "-",
        "--",
        "-1",
        "-99999999999999999999h",
        "-٣h",
        "2026-01-31",
        "-h",
        "-6",
        "-6y",
        "--6h",
        "-100001h",
        "6h",
        "1969-12-31T23:59:59Z",
        "2200-01-02T00:00:00Z"
      })
  void anotherTimeIsRefused(String text) {
    Parameters parameters = parameters("from", text);
    assertThat(parameters.time("from")).isNull();
    assertThat(wrong(parameters)).containsExactly("from");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "50,50", "200,200", "'',20"})
  void aLimitIsWithinItsBounds(String text, int limit) {
    assertThat(parameters("limit", text).limit(20, 200)).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201", "-1", "ten", "1.5"})
  void anotherLimitIsRefused(String text) {
    Parameters parameters = parameters("limit", text);
    assertThat(parameters.limit(20, 200)).isEqualTo(20);
    assertThat(wrong(parameters)).containsExactly("limit");
  }

  @ParameterizedTest
  @CsvSource({"0.02,20000000", "1,1000000000", "0.000000001,1"})
  void anAmountIsReadInBillionths(String text, long nano) {
    assertThat(parameters("minCostUsd", text).nanoUsd("minCostUsd")).isEqualTo(nano);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9", "0.0000000001", "much", "1234567890123456789012345678901"})
  void anotherAmountIsRefused(String text) {
    Parameters parameters = parameters("minCostUsd", text);
    assertThat(parameters.nanoUsd("minCostUsd")).isNull();
    assertThat(wrong(parameters)).containsExactly("minCostUsd");
  }

  @Test
  void aDurationIsInMilliseconds() {
    assertThat(parameters("d", "1500").milliseconds("d")).isEqualTo(1_500_000_000L);
    assertThat(parameters("d", "0.5").milliseconds("d")).isEqualTo(500_000);
    assertThat(parameters("d", "-1").milliseconds("d")).isNull();
    assertThat(parameters("d", "1e5").milliseconds("d")).isNull();
  }

  @Test
  void choicesAreReadWithoutCaseAndOthersNamed() {
    assertThat(parameters("flag", "TRUE").flag("flag")).isTrue();
    Parameters parameters = parameters("flag", "yes");
    assertThat(parameters.flag("flag")).isNull();
    assertThatThrownBy(parameters::done).hasMessageContaining("flag is one of false, true");
  }

  @Test
  void everythingThatIsWrongIsNamedTogether() {
    Parameters parameters =
        parameters("limit", "0", "from", "then", "mood", "good", "user", "a", "user", "b");
    parameters.limit(20, 200);
    parameters.time("from");
    parameters.text("user");

    assertThat(wrong(parameters)).containsExactlyInAnyOrder("limit", "from", "mood", "user");
  }

  @Test
  void whatIsNotAskedForIsRefusedWithWhatIsKnown() {
    Parameters parameters = parameters("sesionId", "s");
    parameters.text("sessionId");
    assertThatThrownBy(parameters::done)
        .hasMessage("sesionId is not a parameter here; known are sessionId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud800b"})
  void whatCannotBeStoredCannotBeAskedFor(String text) {
    Parameters parameters = parameters("q", text);
    assertThat(parameters.text("q")).isNull();
    assertThat(wrong(parameters)).containsExactly("q");
  }

  @Test
  void anEmptyParameterAsksNothingAndALongOneIsRefused() {
    assertThat(parameters("q", "").text("q")).isNull();
    assertThat(parameters("q", "x".repeat(500)).text("q")).hasSize(500);
    assertThat(parameters("q", "x".repeat(501)).text("q")).isNull();
  }

  @Test
  void attributesAreAskedForByTheirOwnKey() {
    Parameters parameters = parameters("attr.plan", "pro", "attr.a.b", "c", "other", "x");
    assertThat(parameters.withPrefix("attr."))
        .isEqualTo(Map.of("plan", List.of("pro"), "a.b", List.of("c")));
    assertThat(wrong(parameters)).containsExactly("other");
  }

  private static ExecutionFilter filter(Parameters parameters) {
    ExecutionFilter filter =
        ExecutionFilter.of(
            parameters,
            Privacy.standard(
                "a key of thirty-two bytes, no less".getBytes(StandardCharsets.UTF_8),
                new SimpleMeterRegistry()),
            WordIndex.ALL);
    parameters.done();
    return filter;
  }

  @Test
  void aListLooksADayBackWhereNobodyAsksFurther() {
    assertThat(filter(parameters()).lookBack()).isEqualTo(NOW.minus(Duration.ofHours(24)));
    assertThat(filter(parameters("from", "-7d")).lookBack())
        .isEqualTo(NOW.minus(Duration.ofDays(7)));
    assertThat(filter(parameters("traceId", "0af7651916cd43dd8448eb211c80319c")).lookBack())
        .as("a trace is looked for at any time")
        .isNull();
    assertThat(filter(parameters()).to()).isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "success,true,SUCCEEDED",
    "success,false,FAILED",
    "success,unknown,UNKNOWN",
    "failed,true,FAILED",
    "failed,false,SUCCEEDED"
  })
  void successIsAskedForInEitherWord(String name, String text, String outcome) {
    assertThat(filter(parameters(name, text)).outcomes().toString()).isEqualTo("[" + outcome + "]");
  }

  @Test
  void twoAnswersToOneQuestionAreRefused() {
    assertThatThrownBy(() -> filter(parameters("success", "true", "failed", "true")))
        .hasMessageContaining("failed says again what `success` says");
    assertThatThrownBy(() -> filter(parameters("from", "-1h", "to", "-2h")))
        .hasMessageContaining("from is later than `to`");
  }

  @Test
  void whatIsAskedForIsReplacedLikeWhatIsStored() {
    ExecutionFilter filter = filter(parameters("userId", "ada@x.example", "q", "to ada@x.example"));
    String user = filter.asked(ExecutionField.USER).single();
    assertThat(user).startsWith("<EMAIL:k");
    assertThat(filter.words()).isEqualTo("to " + user);
    assertThat(filter(parameters("userId", "u-17")).asked(ExecutionField.USER).single())
        .isEqualTo("u-17");
  }

  @Test
  void anyOutcomeIsTheSameQuestionWithoutSuccessAndFailure() {
    ExecutionFilter asked =
        filter(
            parameters("agent", "A", "success", "true", "status", "error", "errorType", "Timeout"));
    ExecutionFilter any = asked.anyOutcome();
    assertThat(any.asked(ExecutionField.AGENT).single()).isEqualTo("A");
    assertThat(any.outcomes()).isEmpty();
    assertThat(any.statuses()).isEmpty();
    assertThat(any.asked(ExecutionField.ERROR_TYPE).isEmpty()).isTrue();
  }

  @Test
  void aRepeatedParameterNamesAlternativesAndNotExcludes() {
    ExecutionFilter filter =
        filter(
            parameters(
                "model",
                "a",
                "model",
                "b",
                "model",
                "a",
                "not.agent",
                "C",
                "not.attr.plan",
                "pro",
                "status",
                "error",
                "status",
                "running",
                "not.userId",
                "*"));

    assertThat(filter.asked(ExecutionField.MODEL))
        .isEqualTo(new Asked(List.of("a", "b"), List.of()));
    assertThat(filter.asked(ExecutionField.AGENT)).isEqualTo(new Asked(List.of(), List.of("C")));
    assertThat(filter.asked(ExecutionField.USER).none()).containsExactly(Asked.EVERY);
    assertThat(filter.attributes()).containsOnlyKeys("plan");
    assertThat(filter.statuses()).containsExactlyInAnyOrder(2, 3);
    Parameters many = new Parameters(new LinkedMultiValueMap<>(Map.of("model", numbers(21))), NOW);
    many.texts("model");
    assertThat(wrong(many)).containsExactly("model");
  }

  private static List<String> numbers(int most) {
    return java.util.stream.IntStream.range(0, most).mapToObj(String::valueOf).toList();
  }

  @Test
  void boundsAreReadTogetherAndTheRightWayRound() {
    ExecutionFilter filter = filter(parameters("minTokens", "10", "maxTokens", "20"));
    assertThat(filter.tokens()).isEqualTo(new Between(10L, 20L));
    assertThat(filter(parameters("maxDurationMs", "1.5")).durationNanos())
        .isEqualTo(new Between(null, 1_500_000L));
    assertThatThrownBy(() -> filter(parameters("minCostUsd", "2", "maxCostUsd", "1")))
        .hasMessageContaining("minCostUsd is more than `maxCostUsd`");
    assertThatThrownBy(() -> filter(parameters("minTokens", "-1")))
        .hasMessageContaining("minTokens is a whole number from 0");
  }

  @ParameterizedTest
  @CsvSource({
    "costUsd,COST,false",
    "-costUsd,COST,true",
    "-startedAt,STARTED,true",
    "tokens,TOKENS,false",
    "durationMs,DURATION,false"
  })
  void aListIsSortedByAValueInEitherDirection(String text, Sorting.By by, boolean descending) {
    assertThat(Sorting.of(parameters("sort", text))).isEqualTo(new Sorting(by, descending));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "--costUsd", "+costUsd", "-", "costusd"})
  void anotherOrderIsRefusedWithTheChoices(String text) {
    Parameters parameters = parameters("sort", text);
    Sorting.of(parameters);
    assertThatThrownBy(parameters::done)
        .hasMessageContaining("sort is one of startedAt, durationMs, costUsd, tokens");
  }

  private static @Nullable Position cursor(String text) {
    return parameters(
            "cursor",
            Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)))
        .cursor();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1|0af76519-16cd-43dd-8448-eb211c80319c|1",
        "-1|0af76519-16cd-43dd-8448-eb211c80319c|1|",
        "7300000000000001|0af76519-16cd-43dd-8448-eb211c80319c|1|",
        "1|0af7651916cd43dd8448eb211c80319c0000|1|",
        "1|0af76519-16cd-43dd-8448-eb211c80319c|9999999999999999999|"
      })
  void whatIsNoCursorIsRefused(String text) {
    assertThat(cursor(text)).isNull();
  }

  @Test
  void aCursorThatIsNotEvenEncodedIsRefused() {
    Parameters parameters = parameters("cursor", "%%%");
    assertThat(parameters.cursor()).isNull();
    assertThat(wrong(parameters)).containsExactly("cursor");
  }

  @Test
  void onlySomeKeysOfMetadataAreLookedForAtOnce() {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      pairs.add("not.attr.k" + i);
      pairs.add("v");
    }
    Parameters given = parameters(pairs.toArray(String[]::new));
    ExecutionFilter.of(
        given, Privacy.standard(new byte[32], new SimpleMeterRegistry()), WordIndex.ALL);

    assertThat(wrong(given)).containsExactly("attr.<key>");
  }
}
