package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.fleet.ChangeAnswer;
import dev.metaagent.measure.fleet.ChangesReport;
import dev.metaagent.measure.fleet.FleetReport;
import dev.metaagent.measure.fleet.Need;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.Point;
import dev.metaagent.measure.series.Series;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A history whose truth is known: what the fleet says of it is that truth, and says the same
/// whenever one asks.
class SinceTest {

  private static final Duration RUN = Duration.ofMillis(400);

  private final Fleet fleet = Fleet.at("09:00:00");
  private final AgentId agent = fleet.agent("writer");
  private final Instant start = fleet.clock.instant();
  private int sent;

  @Test
  void sinceIsTheFirstFailedRunOfTheNewVersionAndNeverMoves() {
    minutes(0, 334, "v13", minute -> minute % 47 != 20);
    // v13 goes on for some minutes beside v14, whose second run is the first that fails
    at(334, 39_700, "v14", true);
    at(335, 2_317, "v14", false);
    Instant change = startOf(334, 39_700);
    Instant truth = startOf(335, 2_317);
    minutes(335, 350, "v13", minute -> true);
    for (int later = 336; later < 800; later += 58) {
      minutes(later, later + 58, "v14", minute -> minute % 3 > 0);
      moveTo(later + 58);

      Need need = need();
      ChangeAnswer named = Objects.requireNonNull(need.newestChange());
      assertThat(need.since()).as("asked at minute %d", later + 58).isEqualTo(truth);
      assertThat(named.at()).isEqualTo(change);
      assertThat(named.to()).isEqualTo("v14");
      assertThat(need.since()).isAfterOrEqualTo(named.at());
    }
  }

  @Test
  void oneFactHasOneValueEverywhere() {
    minutes(0, 334, "v13", minute -> minute % 47 != 20);
    at(334, 39_700, "v14", false);
    minutes(335, 345, "v13", minute -> true);
    minutes(335, 420, "v14", minute -> minute % 3 > 0);
    moveTo(420);

    Rate before = Rate.of(334 + 10 - 7, 7, 0);
    Rate after = Rate.of(57, 29, 0);
    ChangeAnswer inFleet = Objects.requireNonNull(need().newestChange());
    assertThat(inFleet.before()).isEqualTo(before);
    assertThat(inFleet.after()).isEqualTo(after);
    assertThat(need().sinceThen()).isEqualTo(after);
    assertThat(changes().getFirst()).isEqualTo(inFleet);
    for (Duration range : List.of(Duration.ofHours(12), Duration.ofHours(24), Duration.ofDays(7))) {
      assertThat(rate(series(range, "v14"))).isEqualTo(after);
      assertThat(rate(series(range, "v13"))).isEqualTo(before);
    }
    moveTo(60 * 24 * 4);
    assertThat(changes().getFirst()).isEqualTo(inFleet);
  }

  @Test
  void aVersionWasSeenWhenItsRunsBeganWhateverTheRange() {
    minutes(0, 334, "v13", minute -> true);
    at(334, 39_700, "v14", true);
    minutes(335, 420, "v14", minute -> true);
    moveTo(420);

    for (Duration range :
        List.of(Duration.ofMinutes(30), Duration.ofHours(6), Duration.ofDays(7))) {
      Series v14 = series(range, "v14");
      assertThat(v14.firstSeenAt()).isEqualTo(startOf(334, 39_700));
      assertThat(v14.lastSeenAt()).isEqualTo(startOf(419, 0));
    }
    Series v13 = series(Duration.ofHours(12), "v13");
    assertThat(v13.firstSeenAt()).isEqualTo(startOf(0, 0));
    assertThat(v13.lastSeenAt()).isEqualTo(startOf(333, 0));
  }

  @Test
  void aFallThatNoChangeExplainsBeganWithARunToo() {
    minutes(0, 260, "v13", minute -> minute % 47 != 5);
    Instant truth = startOf(261, 0);
    for (int later = 260; later < 500; later += 60) {
      minutes(later, later + 60, "v13", minute -> minute % 2 == 0);
      moveTo(later + 60);

      Need need = need();
      assertThat(need.since()).as("asked at minute %d", later + 60).isEqualTo(truth);
      assertThat(need.newestChange()).isNull();
    }
  }

  @Test
  void aSlowAgentIsSlowSinceItsFirstRunOverTheLimitOfTheNewVersion() {
    minutes(0, 300, "v13", minute -> true);
    List<Fleet.Run> slow = new ArrayList<>();
    for (int minute = 300; minute < 360; minute++) {
      slow.add(
          version(run(startOf(minute, 0).plusSeconds(8), true), "v14")
              .lasting(Duration.ofSeconds(8)));
    }
    send(slow);
    moveTo(361);

    Need need = need();
    assertThat(need.rule()).isEqualTo(Need.Rule.SLOW);
    assertThat(need.since()).isEqualTo(startOf(300, 0));
    assertThat(Objects.requireNonNull(need.newestChange()).to()).isEqualTo("v14");
    assertThat(need.sinceThen()).isEqualTo(Rate.of(0, 60, 0));
  }

  private interface Outcome {
    boolean of(int minute);
  }

  private void minutes(int from, int to, String prompt, Outcome outcome) {
    List<Fleet.Run> runs = new ArrayList<>();
    for (int minute = from; minute < to; minute++) {
      runs.add(version(run(startOf(minute, 0).plus(RUN), outcome.of(minute)), prompt));
    }
    send(runs);
  }

  private void at(int minute, int millis, String prompt, boolean success) {
    send(List.of(version(run(startOf(minute, millis).plus(RUN), success), prompt)));
  }

  private Fleet.Run run(Instant endedAt, boolean success) {
    return fleet.run(agent, endedAt, success);
  }

  private void send(List<Fleet.Run> runs) {
    fleet.record(runs.toArray(Fleet.Run[]::new));
    sent += runs.size();
  }

  private Instant startOf(int minute, int millis) {
    return start.plus(Duration.ofMinutes(minute)).plusMillis(millis);
  }

  private void moveTo(int minute) {
    Instant to = startOf(minute, 0);
    fleet.clock.advance(Duration.between(fleet.clock.instant(), to));
    fleet.settle();
    fleet.measuring().age();
  }

  private Need need() {
    Instant now = fleet.clock.instant();
    TimeRange day = new TimeRange(now.minus(Duration.ofHours(24)), now);
    List<Need> needs = as(() -> fleet.make(FleetReport.class).read(day)).needsYou();
    assertThat(needs).as("%d runs", sent).hasSize(1);
    return needs.getFirst();
  }

  private List<ChangeAnswer> changes() {
    Instant now = fleet.clock.instant();
    TimeRange days = new TimeRange(now.minus(Duration.ofDays(7)), now);
    return as(() -> fleet.make(ChangesReport.class).read(agent, days, 10));
  }

  private Series series(Duration range, String prompt) {
    Instant now = fleet.clock.instant();
    return as(() ->
            fleet
                .make(SeriesReport.class)
                .read(
                    agent,
                    new TimeRange(now.minus(range), now),
                    null,
                    SeriesReport.By.PROMPT_VERSION))
        .series()
        .stream()
        .filter(series -> prompt.equals(series.by()))
        .findFirst()
        .orElseThrow();
  }

  private static Rate rate(Series series) {
    long n = series.points().stream().mapToLong(point -> point.successRate().n()).sum();
    long ok = series.points().stream().mapToLong(SinceTest::succeeded).sum();
    return Rate.of(ok, n - ok, 0);
  }

  private static long succeeded(Point point) {
    Double value = point.successRate().value();
    return value == null ? 0 : Math.round(value * point.successRate().n());
  }

  private <T> T as(Supplier<T> work) {
    return Tenant.call(fleet.organization, work);
  }

  private static Fleet.Run version(Fleet.Run run, String prompt) {
    return new Fleet.Run(
        run.trace(),
        run.day(),
        run.agent(),
        run.endedAt(),
        run.duration(),
        run.success(),
        run.version(),
        prompt,
        run.costNano(),
        run.error());
  }
}
