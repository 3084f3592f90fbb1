package dev.metaagent.events;

import dev.metaagent.events.consumer.ConsumerPass;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// The event log over the test database, with a clock that a test moves.
public final class OwnLog extends Clock {

  public final DataSource dataSource = TestDatabase.dataSource();
  public final SystemTransactions system = new SystemTransactions(dataSource);
  final TenantTransactions tenants = new TenantTransactions(dataSource);
  public final CursorStore cursors = new CursorStore(dataSource);
  public final SetAsideStore aside = new SetAsideStore(dataSource);
  final LogListeners listeners = new LogListeners();
  public final EventLog log = new EventLog(dataSource, cursors, listeners, this);
  public final ConsumerPass passes =
      new ConsumerPass(cursors, aside, system, dataSource, JsonMapper.builder().build(), this);
  public final JdbcClient jdbc = JdbcClient.create(dataSource);
  private Duration ahead = Duration.ZERO;

  public static OrganizationId organization() {
    return new OrganizationId(UUID.randomUUID());
  }

  public void append(OrganizationId organization, String payload) {
    Tenant.run(
        organization,
        () ->
            tenants.write(() -> {
              log.append(organization, "test", 1, payload);
              return true;
            }));
  }

  /// Has a consumer begin behind everything that other tests committed.
  public void beginNow(LogConsumer consumer) {
    system.call(() -> {
      cursors.claim(consumer.name(), instant());
      cursors.advance(consumer.name(), LogPosition.before(log.settled()), instant());
      return true;
    });
  }

  /// Handles everything that was committed: transactions of other tests may hide it for a moment.
  public void drain(LogConsumer consumer) {
    settle();
    while (passes.next(consumer).entries() > 0) {
      // the next portion
    }
  }

  /// Waits until everything that was committed can be read.
  public void settle() {
    String next = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
    long committed = system.call(() -> jdbc.sql(next).query(Long.class).single());
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (system.call(log::settled) < committed && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  /// Entries of an organization that are still in the log.
  public long entries(OrganizationId organization) {
    return system.call(() ->
        jdbc.sql("select count(*) from recorded_batches where organization_id = :organization")
            .param("organization", organization.value())
            .query(Long.class)
            .single());
  }

  /// Puts the entries of an organization into the past.
  public void age(OrganizationId organization, Duration age) {
    system.call(() ->
        jdbc.sql(
                "update recorded_batches set recorded_at = :at where organization_id ="
                    + " :organization")
            .param("organization", organization.value())
            .param("at", EventLog.utc(instant().minus(age)))
            .update());
  }

  public long setAside(LogConsumer consumer, OrganizationId organization) {
    return system.call(() ->
        jdbc.sql(
                "select count(*) from log_entries_set_aside where consumer = :consumer and"
                    + " organization_id = :organization")
            .param("consumer", consumer.name())
            .param("organization", organization.value())
            .query(Long.class)
            .single());
  }

  public void advance(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
