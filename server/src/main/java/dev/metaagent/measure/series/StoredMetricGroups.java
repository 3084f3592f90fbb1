package dev.metaagent.measure.series;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.search.GroupTally;
import dev.metaagent.search.MetricGroups;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Groups of executions from metric buckets.
@Component
public class StoredMetricGroups implements MetricGroups {

  private final SeriesStore series;
  private final Clock clock;

  StoredMetricGroups(SeriesStore series, Clock clock) {
    this.series = series;
    this.clock = clock;
  }

  @Override
  public long executions(Question question) {
    return series.sums(Tenant.current(), agents(question), plan(question)).values().stream()
        .mapToLong(SeriesStore.Sum::executions)
        .sum();
  }

  @Override
  public List<GroupTally> groups(Question question) {
    return series.grouped(
        Tenant.current(), agents(question), plan(question), question.key(), question.equal());
  }

  private static @Nullable List<AgentId> agents(Question question) {
    return question.agents().isEmpty()
        ? null
        : question.agents().stream().map(AgentId::new).toList();
  }

  private List<RollupPlan.Segment> plan(Question question) {
    return RollupPlan.of(question.from(), question.to(), Width.HOUR, clock.instant());
  }
}
