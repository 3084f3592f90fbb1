package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.Bucket;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.measure.buckets.Dimensions;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.measure.buckets.Width;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketCounterTest {

  private static final Duration[] AGES = {
    Duration.ofSeconds(30), Duration.ofMinutes(20), Duration.ofHours(30), Duration.ofDays(4)
  };

  @Test
  void aRunIsCountedInTheBucketInWhichItEnded() {
    Fleet fleet = Fleet.at("12:00:05");
    AgentId agent = fleet.agent("writer");
    fleet.record(
        fleet.run(agent, Fleet.on(Fleet.DAY, "11:59:59.999"), true),
        fleet.run(agent, Fleet.on(Fleet.DAY, "12:00:00"), false),
        fleet.run(agent, Fleet.on(Fleet.DAY, "12:00:01"), null));

    fleet.follow();

    assertThat(rows(fleet, Width.TEN_SECONDS).values())
        .extracting(tally -> tally.ok() + " " + tally.failed() + " " + tally.unknown())
        .containsExactly("1 0 0", "0 1 1");
  }

  @Test
  void theArmsOfAnExperimentAreCountedApart() {
    Fleet fleet = Fleet.at("12:00:05");
    AgentId agent = fleet.agent("writer");
    Instant end = Fleet.on(Fleet.DAY, "11:59:51");
    Fleet.Run control = fleet.run(agent, end, true);
    Fleet.Run treatment = fleet.run(agent, end, false);
    List.of(control, treatment).forEach(fleet::store);
    fleet.putIntoArm(treatment, "treatment");
    fleet.publish(List.of(fleet.facts(control, null), fleet.facts(treatment, null)));
    fleet.settle();

    for (Width width : Width.values()) {
      Map<String, String> arms = new TreeMap<>();
      rows(fleet, width)
          .forEach(
              (key, tally) -> arms.put(key.dimensions().arm(), tally.ok() + " " + tally.failed()));
      assertThat(arms).as("%s", width).isEqualTo(Map.of("", "1 0", "treatment", "0 1"));
    }
  }

  @Test
  void anAgentThatIsMergedIsCountedAsTheOtherUntilTheMergeIsUndone() {
    Fleet fleet = Fleet.at("12:00:05");
    AgentId one = fleet.agent("mail-writer");
    AgentId other = fleet.agent("writer");
    Instant end = Fleet.on(Fleet.DAY, "11:00:00");
    fleet.record(fleet.run(one, end, true), fleet.run(other, end, false));
    fleet.record(fleet.run(one, end.minus(Duration.ofDays(3)), true));
    fleet.settle();
    merge(fleet, one, other);

    assertThat(fleet.measuring().followMerges()).isEqualTo(1);
    fleet.settle();

    assertThat(executions(fleet, one, Width.HOUR)).isZero();
    assertThat(executions(fleet, other, Width.HOUR)).isEqualTo(3);
    assertThat(executions(fleet, other, Width.TEN_SECONDS)).isEqualTo(2);

    merge(fleet, one, null);
    fleet.measuring().followMerges();
    fleet.settle();

    assertThat(executions(fleet, one, Width.HOUR)).isEqualTo(2);
    assertThat(executions(fleet, other, Width.HOUR)).isEqualTo(1);
    assertThat(executions(fleet, other, Width.TEN_SECONDS)).isEqualTo(1);
    assertThat(fleet.measuring().followMerges()).isZero();
  }

  /// Random runs, early and late, moved in time and to other agents, removed, recorded twice and
  /// out of order, counted in between: the buckets always equal a count of what is stored at the
  /// end.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bucketsEqualAFullCountWhateverHappenedAndInWhateverOrder(long seed) {
    Random random = new Random(seed);
    Fleet fleet = new Fleet(Fleet.on(Fleet.DAY, "12:00:05"), java.time.ZoneOffset.UTC);
    List<AgentId> agents = List.of(fleet.agent("a"), fleet.agent("b"), fleet.agent("c"));
    List<Fleet.Run> stored = new ArrayList<>();
    List<ExecutionRecorded> recorded = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      change(fleet, random, agents, stored, recorded);
      if (random.nextInt(4) == 0) {
        fleet.publish(recorded.subList(random.nextInt(recorded.size()), recorded.size()));
      }
      if (random.nextInt(10) == 0) {
        fleet.follow();
        fleet.measuring().catchUp();
        fleet.clock.advance(Duration.ofSeconds(random.nextInt(40)));
      }
    }
    fleet.publish(recorded);
    fleet.settle();

    for (Width width : Width.values()) {
      compare(fleet, width, stored);
    }
    Map<Width, Map<BucketStore.Key, String>> before = bytes(fleet);
    fleet.publish(recorded);
    fleet.settle();
    assertThat(bytes(fleet)).isEqualTo(before);
  }

  private static void change(
      Fleet fleet,
      Random random,
      List<AgentId> agents,
      List<Fleet.Run> stored,
      List<ExecutionRecorded> recorded) {
    int dice = random.nextInt(10);
    if (dice < 7 || stored.isEmpty()) {
      Fleet.Run run = random(fleet, random, agents);
      fleet.store(run);
      stored.add(run);
      recorded.add(fleet.facts(run, null));
      return;
    }
    int which = random.nextInt(stored.size());
    Fleet.Run before = stored.get(which);
    Fleet.Run after =
        dice == 7
            ? before.of(agents.get(random.nextInt(agents.size())))
            : before.endedAt(before.endedAt().plusSeconds(random.nextInt(7_200) - 3_600));
    fleet.store(after);
    stored.set(which, after);
    recorded.add(fleet.facts(after, before));
  }

  private static Fleet.Run random(Fleet fleet, Random random, List<AgentId> agents) {
    long age = AGES[random.nextInt(AGES.length)].toMillis();
    Instant end = fleet.clock.instant().minusMillis(random.nextLong(age));
    Boolean success = new Boolean[] {true, true, false, null}[random.nextInt(4)];
    Fleet.Run plain = fleet.run(agents.get(random.nextInt(agents.size())), end, success);
    return new Fleet.Run(
        plain.trace(),
        plain.day(),
        plain.agent(),
        end,
        Duration.ofMillis(random.nextInt(5_000)),
        success,
        "1." + random.nextInt(2),
        "v" + random.nextInt(2),
        random.nextInt(1_000_000),
        plain.error());
  }

  private static void compare(Fleet fleet, Width width, List<Fleet.Run> stored) {
    Instant oldest = width.oldest(fleet.clock.instant());
    Map<BucketStore.Key, List<Fleet.Run>> expected = new HashMap<>();
    for (Fleet.Run run : stored) {
      if (!run.endedAt().isBefore(oldest)) {
        Dimensions dimensions =
            new Dimensions(run.version(), "main", run.prompt(), "small", "production", "");
        expected
            .computeIfAbsent(
                new BucketStore.Key(run.agent(), width.floor(run.endedAt()), dimensions),
                key -> new ArrayList<>())
            .add(run);
      }
    }
    Map<BucketStore.Key, MetricAccumulator> counted = rows(fleet, width);
    counted.keySet().removeIf(key -> key.at().isBefore(oldest));
    assertThat(counted.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    counted.forEach((key, tally) -> same(tally, expected.getOrDefault(key, List.of())));
  }

  private static void same(MetricAccumulator tally, List<Fleet.Run> runs) {
    assertThat(tally.ok()).isEqualTo(runs.stream().filter(run -> is(run, true)).count());
    assertThat(tally.failed()).isEqualTo(runs.stream().filter(run -> is(run, false)).count());
    assertThat(tally.executions()).isEqualTo(runs.size());
    assertThat(tally.actions()).isEqualTo(3L * runs.size());
    assertThat(tally.tokens())
        .isEqualTo(new Tokens(100L * runs.size(), 10L * runs.size(), null, null));
    assertThat(tally.costNano()).isEqualTo(runs.stream().mapToLong(Fleet.Run::costNano).sum());
    assertThat(tally.errors().stream().mapToLong(MetricAccumulator.ErrorCount::count).sum())
        .isEqualTo(tally.failed());
    double[] latencies = runs.stream().mapToDouble(run -> run.duration().toMillis()).toArray();
    Arrays.sort(latencies);
    Double least = tally.latencyMs().quantile(0);
    Double most = tally.latencyMs().quantile(1);
    assertThat(least).isNotNull().isCloseTo(latencies[0], within(0.01));
    assertThat(most).isNotNull().isCloseTo(latencies[latencies.length - 1], within(0.01));
  }

  private static boolean is(Fleet.Run run, boolean success) {
    return run.success() != null && run.success() == success;
  }

  private static Map<BucketStore.Key, MetricAccumulator> rows(Fleet fleet, Width width) {
    Map<BucketStore.Key, MetricAccumulator> rows =
        new TreeMap<>(
            java.util.Comparator.comparing((BucketStore.Key key) -> key.agent().value())
                .thenComparing(BucketStore.Key::at)
                .thenComparing(BucketStore.Key::dimensions));
    fleet.inTenant(() ->
        fleet
            .jdbc
            .sql("select * from agent_metric_buckets where width = :width")
            .param("width", width.seconds())
            .query((row, number) -> {
              Bucket bucket = BucketStore.bucket(row);
              return rows.put(BucketStore.Key.of(bucket), bucket.tally());
            })
            .list());
    return rows;
  }

  private static Map<Width, Map<BucketStore.Key, String>> bytes(Fleet fleet) {
    Map<Width, Map<BucketStore.Key, String>> all = new HashMap<>();
    for (Width width : Width.values()) {
      Map<BucketStore.Key, String> rows = new HashMap<>();
      fleet.inTenant(() ->
          fleet
              .jdbc
              .sql(
                  "select *, md5(b::text) as fingerprint from agent_metric_buckets b where width ="
                      + " :width")
              .param("width", width.seconds())
              .query((row, number) ->
                  rows.put(
                      BucketStore.Key.of(BucketStore.bucket(row)), row.getString("fingerprint")))
              .list());
      all.put(width, rows);
    }
    return all;
  }

  private static long executions(Fleet fleet, AgentId agent, Width width) {
    return rows(fleet, width).entrySet().stream()
        .filter(entry -> entry.getKey().agent().equals(agent))
        .mapToLong(entry -> entry.getValue().executions())
        .sum();
  }

  private static void merge(
      Fleet fleet, AgentId agent, @org.jspecify.annotations.Nullable AgentId into) {
    dev.metaagent.tenancy.Tenant.call(
        fleet.organization,
        () ->
            fleet.tenants.write(() ->
                fleet
                    .jdbc
                    .sql(
                        "update agent_registry set merged_into = :into::uuid, merged_at = :at where"
                            + " id = :id")
                    .param("into", into == null ? null : into.toString())
                    .param("at", BucketStore.utc(fleet.clock.instant()))
                    .param("id", agent.value())
                    .update()));
  }
}
