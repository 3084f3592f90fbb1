package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.database.Partitions;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.BucketCounter;
import dev.metaagent.measure.buckets.BucketKey;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.daily.DailyNumbers;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How long a day takes, over bulk rows of the shape that intake writes: ten actions a run. Runs on
/// request: -Dmetaagent.bench=10000000 (actions).
@EnabledIfSystemProperty(named = "metaagent.bench", matches = "\\d+")
class DailyNumbersSpeedTest {

  private static final String FILL =
      """
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, status, success, started_at,
        ended_at, duration_nanos, arrived_at, late, agent_version, prompt_name, prompt_version, models, environment,
        input_tokens, output_tokens, cost_nano, action_count, step_count, error_type, mapping_version)
      select :organization, :day, gen_random_uuid(), n, (:agents::uuid[])[1 + n % 6], 'run ' || n,
        case when n % 17 = 0 then 2 else 1 end, n % 17 <> 0,
        :start + n * (interval '23 hours' / :runs), :start + n * (interval '23 hours' / :runs) + interval '2 seconds',
        (random() * 5e9)::bigint, :start, false, '1.' || n % 3, 'main', 'v' || n % 4,
        array['model-' || n % 3], 'production', 1000 + n % 100, 100, 1000000 + n % 1000, 10, 8,
        case when n % 17 = 0 then 'error-' || n % 5 end, 1
      from generate_series(1, :runs) as n
      """;

  @Test
  void aDayOfManyRunsIsCountedQuickly() {
    long actions = Long.getLong("metaagent.bench", 1_000_000);
    Fleet fleet = new Fleet(Instant.parse("2026-03-06T12:00:00Z"), ZoneOffset.UTC);
    LocalDate day = LocalDate.parse("2026-03-05");
    for (int i = -33; i < 4; i++) {
      fleet.make(Partitions.class).ensure(day.plusDays(i));
    }
    List<UUID> agents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      agents.add(fleet.agent("agent-" + i).value());
    }
    Tenant.call(
        fleet.organization,
        () ->
            fleet.tenants.write(() ->
                fleet
                    .jdbc
                    .sql(FILL)
                    .param("organization", fleet.organization.value())
                    .param("day", day)
                    .param("agents", agents.toArray(UUID[]::new))
                    .param("start", BucketStore.utc(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                    .param("runs", (int) (actions / 10))
                    .update()));
    fleet.jdbc.sql("analyze executions").update();
    DailyNumbers daily = fleet.make(DailyNumbers.class);
    for (int i = 0; i < 2; i++) {
      long begun = System.nanoTime();
      daily.count(fleet.organization, day);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      System.out.printf("a day of %,d actions: %,d ms%n", actions, took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(actions <= 1_000_000 ? 10 : 120));
    }
    recount(fleet, new AgentId(agents.getFirst()), day);
  }

  /// One bucket among all days: what a commit costs.
  private static void recount(Fleet fleet, AgentId agent, LocalDate day) {
    BucketCounter counting = fleet.make(BucketCounter.class);
    Instant at = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    for (int i = 0; i < 20; i++) {
      BucketKey touched =
          new BucketKey(
              fleet.organization, agent, Width.TEN_SECONDS.floor(at.plusSeconds(10L * i)));
      long begun = System.nanoTime();
      fleet.system.call(() -> {
        counting.recount(Width.TEN_SECONDS, List.of(touched));
        return true;
      });
      System.out.printf("a bucket: %,d us%n", (System.nanoTime() - begun) / 1_000);
    }
  }
}
