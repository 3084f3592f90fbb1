package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.daily.DailyNumbers;
import dev.metaagent.statistics.Quantile;
import dev.metaagent.statistics.QuantileSketch;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DailyNumbersTest {

  private static final LocalDate DAY = Fleet.DAY;

  /// In Lagos, an hour ahead of UTC all year, it is 23:00.
  private final Fleet fleet = new Fleet(Fleet.on(Fleet.DAY, "22:00:00"), ZoneId.of("Africa/Lagos"));

  @Test
  void aDayIsThatOfTheOrganizationAndIsCountedWhenItHasEnded() {
    AgentId agent = fleet.agent("writer");
    fleet.record(
        fleet.run(agent, Fleet.on(Fleet.DAY, "22:59:59"), true),
        fleet.run(agent, Fleet.on(Fleet.DAY, "22:10:00"), false),
        fleet.run(agent, Fleet.on(Fleet.DAY, "23:00:00"), true));
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);

    daily.countMarkedDays();
    assertThat(days()).isEmpty();

    fleet.clock.advance(Duration.ofMinutes(80));
    daily.countMarkedDays();

    assertThat(days()).hasSize(1);
    assertThat(days().getFirst())
        .containsEntry("day", java.sql.Date.valueOf(DAY))
        .containsEntry("time_zone", "Africa/Lagos")
        .containsEntry("executions", 2)
        .containsEntry("succeeded", 1)
        .containsEntry("failed", 1)
        .containsEntry("actions", 6L)
        .containsEntry("latency_p95_ms", 400.0)
        .containsEntry("errors", "[{\"type\":\"timeout\",\"count\":1}]")
        .containsEntry("revised", false);
  }

  @Test
  void countingAgainGivesTheSameAndALateRunRevisesTheDay() {
    AgentId agent = fleet.agent("writer");
    AgentId other = fleet.agent("reader");
    fleet.record(fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true));
    fleet.record(fleet.run(other, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true));
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    daily.countMarkedDays();
    List<Map<String, @Nullable Object>> first = days();
    assertThat(first).hasSize(2).allSatisfy(row -> assertThat(row).containsEntry("revised", false));

    fleet.clock.advance(Duration.ofHours(1));
    daily.count(fleet.organization, DAY.minusDays(1));
    assertThat(days()).isEqualTo(first);

    fleet.record(fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "13:00:00"), null));
    fleet.settle();
    daily.countMarkedDays();

    assertThat(days())
        .anySatisfy(row ->
            assertThat(row)
                .containsEntry("agent_id", agent.value())
                .containsEntry("executions", 2)
                .containsEntry("unknown", 1)
                .containsEntry("revised", true))
        .anySatisfy(row ->
            assertThat(row)
                .containsEntry("agent_id", other.value())
                .containsEntry("revised", false));
  }

  /// One definition: of a day by SQL, of an hour by the sketch, of a list by sorting.
  @Test
  void theQuantilesOfADayAreThoseOfTheSketchAndOfTheSortedList() {
    AgentId agent = fleet.agent("writer");
    Instant at = Fleet.on(Fleet.DAY.minusDays(1), "12:00:00");
    double[] milliseconds = new double[20];
    QuantileSketch sketch = new QuantileSketch();
    for (int i = 0; i < 20; i++) {
      milliseconds[i] = 100 + 37 * i * i;
      sketch.add(milliseconds[i]);
      fleet.record(fleet.run(agent, at, true).lasting(Duration.ofMillis((long) milliseconds[i])));
    }
    fleet.settle();
    fleet.make(DailyNumbers.class).countMarkedDays();

    Map<String, @Nullable Object> day = days().getFirst();
    Map.of("latency_p50_ms", 0.5, "latency_p95_ms", 0.95, "latency_p99_ms", 0.99)
        .forEach((column, share) -> {
          assertThat(day.get(column)).isEqualTo(Quantile.of(share, milliseconds));
          assertThat(day.get(column)).isEqualTo(sketch.quantile(share));
        });
  }

  @Test
  void aLateOutcomeRevisesTheDayOnWhichTheRunEnded() {
    AgentId agent = fleet.agent("writer");
    Fleet.Run run = fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true);
    fleet.record(run);
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    daily.countMarkedDays();
    assertThat(days().getFirst()).containsEntry("succeeded", 1).containsEntry("revised", false);

    fleet.outcome(run, false);
    fleet.settle();
    daily.countMarkedDays();

    assertThat(days()).hasSize(1);
    assertThat(days().getFirst())
        .containsEntry("succeeded", 0)
        .containsEntry("failed", 1)
        .containsEntry("revised", true);
  }

  @Test
  void aRunThatMovedToAnotherAgentLeavesNothingBehind() {
    AgentId agent = fleet.agent("writer");
    AgentId other = fleet.agent("reader");
    Fleet.Run run = fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true);
    fleet.record(run);
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    daily.countMarkedDays();

    fleet.store(run.of(other));
    fleet.publish(List.of(fleet.facts(run.of(other), run)));
    fleet.settle();
    daily.countMarkedDays();

    assertThat(days()).extracting(row -> row.get("agent_id")).containsExactly(other.value());
  }

  @Test
  void aDayWhoseRunsAreGoneKeepsItsNumbers() {
    AgentId agent = fleet.agent("writer");
    fleet.record(fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true));
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    daily.countMarkedDays();
    Tenant.call(
        fleet.organization,
        () -> fleet.tenants.write(() -> fleet.jdbc.sql("delete from executions").update()));

    fleet.clock.advance(Duration.ofDays(31));
    daily.count(fleet.organization, DAY.minusDays(1));
    assertThat(days()).hasSize(1);
  }

  @Test
  void aDayThatTheOrganizationKeepsNoLongerKeepsItsNumbers() {
    AgentId agent = fleet.agent("writer");
    fleet.record(fleet.run(agent, Fleet.on(Fleet.DAY.minusDays(1), "12:00:00"), true));
    fleet.settle();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    daily.countMarkedDays();
    Tenant.call(
        fleet.organization,
        () ->
            fleet.tenants.write(() ->
                fleet
                        .jdbc
                        .sql(
                            "insert into organization_retention values ('%s', 2, null, now(), 'x')"
                                .formatted(fleet.organization))
                        .update()
                    + fleet.jdbc.sql("delete from executions").update()));

    fleet.clock.advance(Duration.ofDays(3));
    daily.count(fleet.organization, DAY.minusDays(1));
    assertThat(days()).hasSize(1);
  }

  private List<Map<String, @Nullable Object>> days() {
    return fleet.inTenant(() ->
        fleet
            .jdbc
            .sql("select * from agent_performance_metrics order by day, agent_id")
            .query()
            .listOfRows());
  }
}
