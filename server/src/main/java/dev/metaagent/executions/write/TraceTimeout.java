package dev.metaagent.observe;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Ends the wait for spans that never come: a trace that has been silent for a while takes its
/// topmost known span as its beginning. Should the real one arrive later, it corrects this.
@Component
class Settling {

  private static final int AT_ONCE = 500;

  private static final String SILENT =
      """
      select organization_id, trace_id from traces
      where not settled and pending > 0 and last_seen_at < :before
      order by last_seen_at limit :limit
      """;

  private record Silent(OrganizationId organization, TraceId trace) {}

  private final JdbcClient jdbc;
  private final SystemTransactions transactions;
  private final Ledger ledger;
  private final Clock clock;
  private final Duration settleAfter;

  Settling(
      DataSource dataSource,
      SystemTransactions transactions,
      Ledger ledger,
      Clock clock,
      ObserveSettings settings) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.settleAfter = settings.settleAfter();
  }

  /// Settles traces that are silent now; answers how many.
  int settle() {
    Instant before = clock.instant().minus(settleAfter);
    List<Silent> silent = transactions.call(() -> silentSince(before));
    silent.forEach(
        trace -> Tenant.run(trace.organization(), () -> ledger.settle(trace.trace(), before)));
    return silent.size();
  }

  private List<Silent> silentSince(Instant before) {
    return jdbc.sql(SILENT)
        .param("before", Timestamp.from(before))
        .param("limit", AT_ONCE)
        .query((row, number) ->
            new Silent(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new TraceId(row.getObject("trace_id", UUID.class))))
        .list();
  }

  /// The job that settles every minute.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    RecurringTask<Void> settleSilentTraces(Settling settling) {
      return Tasks.recurring("settle-silent-traces", FixedDelay.ofMinutes(1))
          .execute((instance, context) -> settling.settle());
    }
  }
}
