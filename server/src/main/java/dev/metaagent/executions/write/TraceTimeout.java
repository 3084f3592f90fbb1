package dev.metaagent.executions.write;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.executions.ExecutionsSettings;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The timeout of traces whose beginning does not arrive: after a time without new spans the
/// topmost known span is used as the beginning. If the real one arrives later, it replaces it.
@Component
class TraceTimeout {

  private static final int AT_ONCE = 500;

  /// The time budget of one pass; the next pass continues.
  private static final Duration BUDGET = Duration.ofSeconds(45);

  /// A trace that is silent since a time was first seen before it.
  private static final String SILENT =
      """
      select organization_id, trace_id, first_seen_at from traces
      where waiting and first_seen_at < :before and last_seen_at < :before
        and (first_seen_at, organization_id, trace_id) > (:after, :organization, :trace)
      order by first_seen_at, organization_id, trace_id limit :limit
      """;

  private record Silent(OrganizationId organization, TraceId trace, OffsetDateTime firstSeenAt) {
    static final Silent NONE =
        new Silent(
            new OrganizationId(new UUID(0, 0)),
            new TraceId(new UUID(0, 0)),
            Instant.EPOCH.atOffset(ZoneOffset.UTC));
  }

  private final JdbcClient jdbc;
  private final SystemTransactions transactions;
  private final TransactionalTraceWriter writer;
  private final ForEachTenant each;
  private final Clock clock;
  private final Duration settleAfter;

  /// Where the last pass stopped when its budget was spent.
  private Silent reached = Silent.NONE;

  TraceTimeout(
      DataSource dataSource,
      SystemTransactions transactions,
      TransactionalTraceWriter writer,
      ForEachTenant each,
      Clock clock,
      ExecutionsSettings settings) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
    this.writer = writer;
    this.each = each;
    this.clock = clock;
    this.settleAfter = settings.settleAfter();
  }

  /// Closes the traces whose timeout has passed, each in its own transaction: one that fails is
  /// left for the next pass.
  ///
  /// @return how many were closed
  int settle() {
    Instant before = clock.instant().minus(settleAfter);
    long deadline = System.nanoTime() + BUDGET.toNanos();
    int settled = 0;
    while (true) {
      Silent after = reached;
      List<Silent> silent = transactions.call(() -> silentSince(before, after));
      List<Silent> failed =
          each.run(
              "settle-silent-traces",
              silent,
              Silent::organization,
              trace -> writer.settle(trace.trace(), before));
      settled += silent.size() - failed.size();
      reached = silent.size() < AT_ONCE ? Silent.NONE : silent.getLast();
      if (silent.size() < AT_ONCE || System.nanoTime() > deadline) {
        return settled;
      }
    }
  }

  private List<Silent> silentSince(Instant before, Silent after) {
    return jdbc.sql(SILENT)
        .param("before", Timestamp.from(before))
        .param("after", after.firstSeenAt())
        .param("organization", after.organization().value())
        .param("trace", after.trace().value())
        .param("limit", AT_ONCE)
        .query((row, number) ->
            new Silent(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new TraceId(row.getObject("trace_id", UUID.class)),
                row.getObject("first_seen_at", OffsetDateTime.class)))
        .list();
  }

  /// The job that runs every minute.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> settleSilentTraces(TraceTimeout settling) {
      return Tasks.recurring("settle-silent-traces", FixedDelay.ofMinutes(1))
          .execute((instance, context) -> settling.settle());
    }
  }
}
