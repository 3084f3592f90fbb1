package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.agents.AgentAnswer;
import dev.metaagent.measure.agents.AgentHealth;
import dev.metaagent.measure.agents.AgentsReport;
import dev.metaagent.measure.agents.HealthAnswer;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.fleet.ChangeAnswer;
import dev.metaagent.measure.fleet.ChangesReport;
import dev.metaagent.measure.fleet.FailureStore;
import dev.metaagent.measure.fleet.FleetReport;
import dev.metaagent.measure.fleet.Need;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.Point;
import dev.metaagent.measure.series.Series;
import dev.metaagent.measure.series.SeriesAnswer;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.measure.series.StoredMetricGroups;
import dev.metaagent.search.GroupTally;
import dev.metaagent.search.MetricGroups;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private final Fleet fleet = Fleet.at("12:00:05");

  @Test
  void healthFollowsEachWindowAndForgetsAsTimePasses() {
    AgentId agent = fleet.agent("writer");
    Instant now = fleet.clock.instant();
    fleet.record(
        fleet.run(agent, now.minusSeconds(5), true),
        fleet.run(agent, now.minusSeconds(120), false),
        fleet.run(agent, now.minusSeconds(1_800), null));
    fleet.settle();

    assertThat(health(agent, Window.MINUTE).executions()).isEqualTo(1);
    assertThat(health(agent, Window.FIVE_MINUTES).executions()).isEqualTo(2);
    fleet.clock.advance(Duration.ofSeconds(20));
    fleet.measuring().age();
    HealthAnswer hour = health(agent, Window.HOUR);
    assertThat(hour.executions()).isEqualTo(3);
    assertThat(hour.successRate().n()).isEqualTo(2);
    assertThat(hour.successRate().unknown()).isEqualTo(1);
    assertThat(hour.costUsd()).isEqualTo("0.003");
    assertThat(hour.errors()).containsExactly(new MetricAccumulator.ErrorCount("timeout", 1));

    fleet.clock.advance(Duration.ofHours(2));
    fleet.measuring().age();
    assertThat(health(agent, Window.HOUR).executions()).isZero();
    assertThat(health(agent, Window.HOUR).latencyMs().p95()).isNull();
  }

  @Test
  void theAgentThatFellComesFirstWithSinceWhenAndWhatChanged() {
    AgentId calm = fleet.agent("reader");
    AgentId broken = fleet.agent("writer");
    Instant change = fleet.clock.instant().minus(Duration.ofMinutes(40));
    List<Fleet.Run> runs = new ArrayList<>();
    for (int minute = 1; minute < 300; minute++) {
      Instant at = fleet.clock.instant().minus(Duration.ofMinutes(minute));
      boolean after = !at.isBefore(change);
      runs.add(fleet.run(calm, at, true));
      Fleet.Run run = fleet.run(broken, at, !after || minute % 3 > 0);
      runs.add(after ? withPrompt(run, "v2") : run);
    }
    fleet.record(runs.toArray(Fleet.Run[]::new));
    fleet.settle();
    fleet.measuring().age();

    List<AgentHealth> agents = as(() -> fleet.make(AgentsReport.class).all(false));
    assertThat(agents).extracting(each -> each.agent().name()).containsExactly("writer", "reader");
    assertThat(agents)
        .extracting(each -> each.assessment().status())
        .containsExactly(AgentStatus.FAILING, AgentStatus.HEALTHY);
    assertThat(AgentAnswer.of(agents.getFirst()).promptVersion()).isEqualTo("v2");

    Instant now = fleet.clock.instant();
    TimeRange day = new TimeRange(now.minus(Duration.ofHours(24)), now);
    FleetReport.FleetAnswer answer = as(() -> fleet.make(FleetReport.class).read(day));
    assertThat(answer.executions()).isEqualTo(598);
    assertThat(answer.failed()).isEqualTo(13);
    assertThat(answer.costUsd()).isEqualTo("0.598");
    assertThat(answer.needsYou()).hasSize(1);
    Need need = answer.needsYou().getFirst();
    assertThat(need.rule()).isEqualTo(Need.Rule.BELOW_OBJECTIVE);
    assertThat(need.severity()).isEqualTo(AgentStatus.FAILING);
    assertThat(Duration.between(change, Objects.requireNonNull(need.since())).abs())
        .isLessThan(Duration.ofMinutes(11));
    assertThat(need.since()).isAfterOrEqualTo(Objects.requireNonNull(need.newestChange()).at());
    assertThat(Objects.requireNonNull(need.sinceThen()).value()).isBetween(0.6, 0.75);
    assertThat(need.evidence()).hasSize(3);
    assertThat(need.topError()).isEqualTo(new FailureStore.TopError("timeout", null, 13));
    ChangeAnswer seen = Objects.requireNonNull(need.newestChange());
    assertThat(seen.kind()).isEqualTo("prompt");
    assertThat(seen.from()).isEqualTo("v1");
    assertThat(seen.to()).isEqualTo("v2");
    assertThat(Objects.requireNonNull(seen.difference()).high()).isNegative();
  }

  @Test
  void aChangeIsTheFirstRunWithAValueHoweverLateItArrives() {
    AgentId agent = fleet.agent("writer");
    Instant now = fleet.clock.instant();
    fleet.record(withPrompt(fleet.run(agent, now.minusSeconds(600), true), "v3"));
    fleet.record(withPrompt(fleet.run(agent, now.minusSeconds(300), true), "v4"));
    fleet.record(withPrompt(fleet.run(agent, now.minusSeconds(900), true), "v3"));
    fleet.settle();

    TimeRange day = new TimeRange(now.minus(Duration.ofHours(24)), now);
    List<ChangeAnswer> changes = as(() -> fleet.make(ChangesReport.class).read(agent, day, 10));

    assertThat(changes)
        .extracting(change -> change.kind() + " " + change.from() + " " + change.to())
        .containsExactly("prompt v3 v4", "first_seen null null");
    assertThat(changes.getLast().at())
        .isEqualTo(now.minusSeconds(900).minus(Duration.ofMillis(400)));
  }

  @Test
  void aSeriesHasEveryRunOnceWhateverTheStep() {
    AgentId agent = fleet.agent("writer");
    List<Fleet.Run> runs = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      Instant at = fleet.clock.instant().minus(Duration.ofMinutes(20L * i));
      runs.add(withPrompt(fleet.run(agent, at, true), "v" + i % 2));
    }
    fleet.record(runs.toArray(Fleet.Run[]::new));
    fleet.settle();

    Instant now = fleet.clock.instant();
    TimeRange range = new TimeRange(now.minus(Duration.ofDays(4)), now);
    SeriesReport series = fleet.make(SeriesReport.class);
    for (Duration step : List.of(Duration.ofHours(1), Duration.ofDays(1))) {
      SeriesAnswer all = as(() -> series.read(agent, range, step, null));
      assertThat(count(all)).isEqualTo(200);
      SeriesAnswer by = as(() -> series.read(null, range, step, SeriesReport.By.PROMPT_VERSION));
      assertThat(by.series()).extracting(Series::by).containsExactly("v0", "v1");
      assertThat(count(by)).isEqualTo(200);
    }
    TimeRange hour = new TimeRange(now.minus(Duration.ofHours(1)), now);
    SeriesAnswer fine =
        as(() -> series.read(agent, hour, Duration.ofSeconds(10), SeriesReport.By.VERSION));
    assertThat(fine.stepMs()).isEqualTo(10_000);
    assertThat(count(fine)).isEqualTo(2);
  }

  @Test
  void bucketsAreGroupedByADimension() {
    AgentId writer = fleet.agent("writer");
    AgentId reader = fleet.agent("reader");
    List<Fleet.Run> runs = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      Instant at = fleet.clock.instant().minus(Duration.ofMinutes(3L * i));
      runs.add(fleet.run(i % 3 == 0 ? reader : writer, at, i % 6 > 0));
    }
    fleet.record(runs.toArray(Fleet.Run[]::new));
    fleet.settle();
    Instant now = fleet.clock.instant();
    MetricGroups groups = fleet.make(StoredMetricGroups.class);
    MetricGroups.Question question =
        new MetricGroups.Question(
            "agent_id",
            List.of(),
            Map.of("model", List.of("small")),
            now.minus(Duration.ofDays(1)),
            now);

    List<GroupTally> found = fleet.inTenant(() -> groups.groups(question));

    assertThat(fleet.inTenant(() -> groups.executions(question))).isEqualTo(60);
    assertThat(found)
        .containsExactlyInAnyOrder(
            new GroupTally(writer.toString(), 40, 0, 40, 40_000_000L, 0, 4_400L, 400_000_000L),
            new GroupTally(reader.toString(), 10, 10, 20, 20_000_000L, 0, 2_200L, 400_000_000L));
  }

  @Test
  void anotherOrganizationSeesNothingOfIt() {
    AgentId agent = fleet.agent("writer");
    fleet.record(fleet.run(agent, fleet.clock.instant().minusSeconds(5), true));
    fleet.settle();
    Fleet other = Fleet.at("12:01:00");

    List<AgentHealth> agents =
        Tenant.call(other.organization, () -> fleet.make(AgentsReport.class).all(false));
    TimeRange day =
        new TimeRange(fleet.clock.instant().minusSeconds(86_400), fleet.clock.instant());
    FleetReport.FleetAnswer answer =
        Tenant.call(other.organization, () -> fleet.make(FleetReport.class).read(day));

    assertThat(agents).isEmpty();
    assertThat(answer.executions()).isZero();
  }

  private HealthAnswer health(AgentId agent, Window window) {
    return as(() -> fleet.make(AgentsReport.class).health(agent, window));
  }

  private <T> T as(Supplier<T> work) {
    return Tenant.call(fleet.organization, work);
  }

  private static long count(SeriesAnswer answer) {
    return answer.series().stream()
        .flatMap(series -> series.points().stream())
        .mapToLong(Point::executions)
        .sum();
  }

  private static Fleet.Run withPrompt(Fleet.Run run, String prompt) {
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
