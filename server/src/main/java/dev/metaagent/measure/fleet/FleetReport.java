package dev.metaagent.measure.fleet;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.measure.agents.AgentHealth;
import dev.metaagent.measure.agents.AgentsReport;
import dev.metaagent.measure.buckets.RollupPlan;
import dev.metaagent.measure.buckets.Tokens;
import dev.metaagent.measure.buckets.Width;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The whole fleet in one answer: agents by status, its numbers in a range, and the agents that
/// need attention.
@Component
public class FleetReport {

  private static final int NOW_SECONDS = 60;

  /// How many agents there are in each state.
  record Count(int total, int failing, int degraded, int healthy, int idle, int unknown) {
    static Count of(Collection<AgentHealth> agents) {
      return new Count(
          agents.size(),
          in(agents, AgentStatus.FAILING),
          in(agents, AgentStatus.DEGRADED),
          in(agents, AgentStatus.HEALTHY),
          in(agents, AgentStatus.IDLE),
          in(agents, AgentStatus.UNKNOWN));
    }

    private static int in(Collection<AgentHealth> agents, AgentStatus status) {
      return (int) agents.stream().filter(agent -> agent.assessment().status() == status).count();
    }
  }

  /// The fleet.
  ///
  /// @param actionsPerSecond actions of the runs that ended in the last minute
  public record FleetAnswer(
      Instant asOf,
      Instant from,
      Instant to,
      Count agents,
      long executions,
      long failed,
      @Nullable String costUsd,
      double actionsPerSecond,
      List<Need> needsYou) {}

  private final AgentsReport agents;
  private final NeedsYou needs;
  private final SeriesStore series;
  private final TenantTransactions transactions;
  private final Clock clock;

  FleetReport(
      AgentsReport agents,
      NeedsYou needs,
      SeriesStore series,
      TenantTransactions transactions,
      Clock clock) {
    this.agents = agents;
    this.needs = needs;
    this.series = series;
    this.transactions = transactions;
    this.clock = clock;
  }

  public FleetAnswer read(TimeRange range) {
    return transactions.read(() -> {
      Instant now = clock.instant();
      List<AgentHealth> all = agents.all(false);
      Collection<SeriesStore.Sum> sums = sums(range.from(), range.to(), Width.HOUR, now);
      Long cost = sums.stream().map(SeriesStore.Sum::costNano).reduce(null, Tokens::sum);
      long actions =
          sums(now.minusSeconds(NOW_SECONDS), now, Width.TEN_SECONDS, now).stream()
              .mapToLong(SeriesStore.Sum::actions)
              .sum();
      return new FleetAnswer(
          now,
          range.from(),
          range.to(),
          Count.of(all),
          sums.stream().mapToLong(SeriesStore.Sum::executions).sum(),
          sums.stream().mapToLong(SeriesStore.Sum::failed).sum(),
          NanoUsd.format(cost),
          (double) actions / NOW_SECONDS,
          needs.of(all, now));
    });
  }

  private Collection<SeriesStore.Sum> sums(Instant from, Instant to, Width coarsest, Instant now) {
    return series.sums(Tenant.current(), null, RollupPlan.of(from, to, coarsest, now)).values();
  }
}
