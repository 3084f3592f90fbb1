package dev.metaagent.executions.remap;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.executions.write.TransactionalTraceWriter;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Maps stored traces with an older mapping version again: each is assembled from its stored
/// content, in one transaction under the lock that ingest takes too. Executions keep their ids, and
/// the numbers are recounted. After a crash it continues where it stopped.
@Component
class Remapping {

  /// Later than anything.
  static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private static final int AT_ONCE = 200;

  private static final String DAYS =
      """
      select distinct day from traces where day between :first and :last order by day desc
      """;

  private static final String OLDER =
      """
      select distinct trace_id from agent_execution_logs
      where day = :day and trace_id > :after and mapping_version < :version
        and started_at >= :from and started_at < :to
      order by trace_id limit :limit
      """;

  /// What to map again, as stored with the job.
  ///
  /// @param from the earliest start of an action, null = any
  /// @param to the latest, null = any
  record Order(
      String organization,
      @Nullable String from,
      @Nullable String to,
      String actor,
      @Nullable String reason) {}

  /// How many traces were mapped again, and how many could not be because their content is gone.
  record Done(int remapped, int unreadable) {
    Done plus(boolean readable) {
      return new Done(remapped + (readable ? 1 : 0), unreadable + (readable ? 0 : 1));
    }
  }

  private final JdbcClient jdbc;
  private final TenantTransactions transactions;
  private final TransactionalTraceWriter writer;
  private final Journal journal;

  Remapping(
      DataSource dataSource,
      TenantTransactions transactions,
      TransactionalTraceWriter writer,
      Journal journal) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = transactions;
    this.writer = writer;
    this.journal = journal;
  }

  Done run(Order order) {
    OrganizationId organization = OrganizationId.parse(order.organization());
    return Tenant.call(
        organization,
        () -> {
          Done done = remap(at(order.from(), Instant.EPOCH), at(order.to(), END));
          journal.write(
              new Change(
                  order.actor(),
                  "telemetry.remapped",
                  "mapping " + SpanMapping.MAPPING_VERSION,
                  order.reason(),
                  "{\"traces\":%d,\"unreadable\":%d}"
                      .formatted(done.remapped(), done.unreadable())));
          return done;
        });
  }

  private static Instant at(@Nullable String text, Instant otherwise) {
    return Optional.ofNullable(text).map(Instant::parse).orElse(otherwise);
  }

  private Done remap(Instant from, Instant to) {
    Done done = new Done(0, 0);
    for (LocalDate day : transactions.read(() -> days(from, to))) {
      UUID after = new UUID(0, 0);
      List<UUID> some = older(day, after, from, to);
      while (!some.isEmpty()) {
        for (UUID trace : some) {
          done = done.plus(writer.remap(new TraceId(trace), day));
        }
        some = older(day, some.getLast(), from, to);
      }
    }
    return done;
  }

  /// The days (partitions) of traces in this range: that of their earliest start, or the day before
  /// for a trace that spans midnight.
  private List<LocalDate> days(Instant from, Instant to) {
    return jdbc.sql(DAYS)
        .param("first", from.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1))
        .param("last", to.atZone(ZoneOffset.UTC).toLocalDate())
        .query((row, number) -> Objects.requireNonNull(row.getObject("day", LocalDate.class)))
        .list();
  }

  private List<UUID> older(LocalDate day, UUID after, Instant from, Instant to) {
    return transactions.read(() ->
        jdbc.sql(OLDER)
            .param("day", day)
            .param("after", after)
            .param("version", SpanMapping.MAPPING_VERSION)
            .param("from", Timestamp.from(from))
            .param("to", Timestamp.from(to))
            .param("limit", AT_ONCE)
            .query((row, number) -> Objects.requireNonNull(row.getObject("trace_id", UUID.class)))
            .list());
  }

  /// The remap job: persistent, resumed after a crash.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    OneTimeTask<Order> remapTask(Remapping remapping) {
      return Tasks.oneTime("remap", Order.class)
          .execute((instance, context) -> remapping.run(instance.getData()));
    }
  }
}
