package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A value that the database refuses must not stop the numbers of anybody.
class PoisonEventTest {

  @Test
  void anEventThatCannotBeMeasuredStopsNobodysNumbers() {
    Fleet poisoned = Fleet.at("12:00:05");
    Fleet other = Fleet.at("12:00:05");
    AgentId theirs = poisoned.agent("writer");
    AgentId ours = other.agent("writer");
    Instant end = Fleet.on(Fleet.DAY, "11:59:59");
    Fleet.Run fine = poisoned.run(theirs, end, true);
    Fleet.Run withNul = poisoned.run(theirs, end, true);
    poisoned.store(fine);
    poisoned.publishJson(
        poisoned
            .json(List.of(poisoned.facts(withNul, null)))
            .replace("\"small\"", "\"a\\u0000b\""));
    poisoned.publish(List.of(poisoned.facts(fine, null)));
    other.record(other.run(ours, end, false));

    other.settle();

    assertThat(executions(other, ours)).isEqualTo(1);
    assertThat(executions(poisoned, theirs)).isEqualTo(1);
  }

  @Test
  void aBucketThatCannotBeReadStopsNobodysMinutesAndHours() {
    Fleet broken = Fleet.at("12:00:05");
    Fleet other = Fleet.at("12:00:05");
    AgentId theirs = broken.agent("writer");
    AgentId ours = other.agent("writer");
    Instant end = Fleet.on(Fleet.DAY, "11:59:59");
    broken.record(broken.run(theirs, end, true));
    other.record(other.run(ours, end, true));
    while (other.follow() > 0) {
      // the next portion
    }
    broken.system.call(() ->
        broken
            .jdbc
            .sql("update agent_metric_buckets set latency = '\\x01' where organization_id = :own")
            .param("own", broken.organization.value())
            .update());

    other.settle();

    assertThat(executions(other, ours, 60)).isEqualTo(1);
    assertThat(executions(other, ours, 3600)).isEqualTo(1);
    assertThat(executions(broken, theirs, 60)).isZero();
  }

  private static long executions(Fleet fleet, AgentId agent) {
    return executions(fleet, agent, 10);
  }

  private static long executions(Fleet fleet, AgentId agent, int width) {
    return fleet.inTenant(() ->
        fleet
            .jdbc
            .sql(
                "select coalesce(sum(ok + failed + unknown), 0) from agent_metric_buckets"
                    + " where agent_id = :agent and width = :width")
            .param("width", width)
            .param("agent", agent.value())
            .query(Long.class)
            .single());
  }
}
