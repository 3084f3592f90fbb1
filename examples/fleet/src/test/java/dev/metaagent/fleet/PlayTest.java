package dev.metaagent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.fleet.agency.Role;
import dev.metaagent.fleet.agency.Story;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlayTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final Duration DAYS = Duration.ofDays(5);
  private static final Story BEFORE = Story.before(NOW, DAYS, Instant.MAX);

  private static Recorded history;

  @BeforeAll
  static void playHistory() throws InterruptedException {
    history = Recorded.of(7, BEFORE, NOW.minus(DAYS), NOW, NOW);
  }

  @Test
  void fiveDaysAreAtLeastTwentyThousandRunsOfSixAgents() {
    Map<String, Long> runs =
        history.spans().stream()
            .map(SpanData::getName)
            .filter(name -> name.startsWith("invoke_agent "))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(runs).hasSize(6);
    assertThat(runs.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(20_000);
  }

  @Test
  void beforeTheChangeEveryAgentReachesWhatIsWantedOfIt() {
    for (Role role : Role.values()) {
      if (role != Role.TASK_AUTOMATOR && role != Role.REPORT_WRITER) {
        assertThat(history.p95(role.agent())).as(role.agent()).isLessThan(role.latencyLimitMs());
      }
      if (role != Role.REPORT_WRITER) {
        assertThat(history.failed(role.agent())).as(role.agent()).isLessThan(0.025);
      }
    }
  }

  @Test
  void theSlowTaskBoardMakesOneAgentSlowAndNoneFail() throws InterruptedException {
    Recorded since = Recorded.of(7, BEFORE, NOW.minus(Duration.ofHours(5)), NOW, NOW);

    assertThat(since.p95("Task Automator")).isGreaterThan(Role.TASK_AUTOMATOR.latencyLimitMs());
    assertThat(since.failed("Task Automator")).isLessThan(0.025);
  }

  @Test
  void withoutASchemaTheParserOfEmailWriterFailsMostlyOnGermanLeads() throws InterruptedException {
    Story natural = Story.before(NOW, DAYS, NOW.minus(Duration.ofHours(8)));
    Recorded after = Recorded.of(7, natural, NOW.minus(Duration.ofHours(8)), NOW, NOW);
    List<SpanData> runs = after.runs("Email Writer");

    assertThat(after.failed("Email Writer")).isBetween(0.25, 0.45);
    assertThat(share(runs, "de")).isGreaterThan(2 * share(runs, "en"));
    assertThat(after.spans())
        .filteredOn(span -> span.getName().equals("parse_output") && Recorded.isError(span))
        .extracting(span -> Recorded.text(span, "error.type"))
        .contains("JsonParseException", "MissingFieldException");
    assertThat(after.failed("Deliverability Checker")).isLessThan(0.02);
  }

  private static double share(List<SpanData> runs, String language) {
    List<SpanData> some =
        runs.stream()
            .filter(run -> Recorded.text(run, "metaagent.attr.lead.language").equals(language))
            .toList();
    return (double) some.stream().filter(Recorded::isError).count() / some.size();
  }

  @Test
  void theSameSeedGivesTheSameSpansAndAnotherSeedOthers() throws InterruptedException {
    Instant from = NOW.minus(Duration.ofHours(2));
    List<String> once = sent(Recorded.of(7, BEFORE, from, NOW, NOW));

    assertThat(sent(Recorded.of(7, BEFORE, from, NOW, NOW))).isEqualTo(once);
    assertThat(sent(Recorded.of(8, BEFORE, from, NOW, NOW))).doesNotContainAnyElementsOf(once);
  }

  @Test
  void aStretchPlayedAloneIsThatStretchOfAllHistory() throws InterruptedException {
    Instant from = NOW.minus(Duration.ofHours(1));
    List<String> alone = sent(Recorded.of(7, BEFORE, from, NOW, NOW));

    assertThat(sent(history)).containsAll(alone);
  }

  @Test
  void changesAreSeenWhereTheStoryHasThem() {
    assertThat(values("Email Writer", "gen_ai.prompt.version")).containsExactly("v12", "v13");
    assertThat(values("Lead Researcher", "gen_ai.agent.version")).containsExactly("2.3.1", "2.4.0");
    assertThat(history.spans())
        .filteredOn(span -> span.getName().startsWith("chat claude-haiku-4-5"))
        .isNotEmpty();
  }

  private static Set<String> values(String agent, String attribute) {
    return history.runs(agent).stream()
        .map(run -> Recorded.text(run, attribute))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nothingNamesAnybodyWhoCouldExist() {
    assertThat(history.spans())
        .extracting(span -> Recorded.text(span, "gen_ai.input.messages"))
        .allSatisfy(
            text -> assertThat(text.replaceAll("@[a-z0-9-]+\\.example", "")).doesNotContain("@"));
  }

  @Test
  void agentsCalledByAnAgentAreInItsTrace() {
    SpanData checker = history.runs("Deliverability Checker").getFirst();

    assertThat(history.runs("Email Writer"))
        .extracting(SpanData::getTraceId)
        .contains(checker.getTraceId());
    assertThat(checker.getParentSpanContext().isValid()).isTrue();
  }

  @Test
  void livedTimeComesToTheSameSpansAsPlayedTime() throws InterruptedException {
    Instant from = Play.step(NOW);
    Recorded lived = new Recorded();
    // a clock that has gone on: nobody has to wait
    Clock later = Clock.fixed(NOW.plus(Duration.ofHours(1)), java.time.ZoneOffset.UTC);
    try (Telemetry telemetry = new Telemetry(lived);
        Play play =
            new Play(
                new dev.metaagent.fleet.agency.Agency(
                    new dev.metaagent.fleet.agency.TracedRuns(telemetry.tracer()), BEFORE, 7),
                new Arrivals(7, new Calendar(NOW), BEFORE),
                telemetry.outbox(),
                later)) {
      play.present(from, from.plusSeconds(60), new Pace(from, 1));
    }

    assertThat(sent(lived))
        .isEqualTo(sent(Recorded.of(7, BEFORE, from, from.plusSeconds(60), NOW)));
  }

  private static List<String> sent(Recorded recorded) {
    return recorded.spans().stream()
        .sorted(Comparator.comparing(SpanData::getTraceId).thenComparing(SpanData::getSpanId))
        .map(span ->
            span.getTraceId()
                + span.getSpanId()
                + span.getName()
                + span.getStartEpochNanos()
                + span.getEndEpochNanos()
                + Recorded.text(span, "gen_ai.output.messages"))
        .toList();
  }
}
