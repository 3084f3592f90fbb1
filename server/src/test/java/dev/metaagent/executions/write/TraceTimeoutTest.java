package dev.metaagent.executions.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.database.Partitions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Traces whose beginning never came.
class TraceTimeoutTest {

  private static final String SILENT =
      """
      insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at, pending)
      select :organization, gen_random_uuid(), :day, now() - interval '2 hours', now() - interval '1 hour', 1
      from generate_series(1, :traces)
      """;

  /// Cannot be read: its attributes are no JSON.
  private static final String BROKEN =
      """
      with trace as (
        insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at, pending)
        values (:organization, :trace, :day, now() - interval '3 hours', now() - interval '3 hours', 1)
        returning organization_id, trace_id, day)
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, status, started_at, arrived_at,
        action_count, step_count, attributes, mapping_version)
      select organization_id, day, trace_id, 0, gen_random_uuid(), 'broken', 3, now(), now(), 1, 1, 'no json', 1
      from trace
      """;

  private static final String WAITING =
      """
      select count(*) from traces where waiting
      """;

  private static final String INDEXES =
      """
      select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'traces'::regclass
      """;

  private final LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);

  private static <T> T in(Asking asking, Supplier<T> work) {
    return Tenant.call(
        asking.organization(), () -> asking.bean(TenantTransactions.class).write(work));
  }

  private static JdbcClient jdbc(Asking asking) {
    return JdbcClient.create(asking.bean(DataSource.class));
  }

  private static long waiting(Asking asking) {
    return in(asking, () -> jdbc(asking).sql(WAITING).query(Long.class).single());
  }

  @Test
  void onePassSettlesEverythingThatIsSilentAndATraceThatCannotBeReadStopsNobody() {
    Asking broken = new Asking();
    Asking many = new Asking();
    broken.bean(Partitions.class).ensure(today);
    in(
        broken,
        () ->
            jdbc(broken)
                .sql(BROKEN)
                .param("organization", broken.organization().value())
                .param("trace", UUID.randomUUID())
                .param("day", today)
                .update());
    in(
        many,
        () ->
            jdbc(many)
                .sql(SILENT)
                .param("organization", many.organization().value())
                .param("day", today)
                .param("traces", 1_100)
                .update());

    many.bean(TraceTimeout.class).settle();

    assertThat(waiting(many)).isZero();
    assertThat(waiting(broken)).isEqualTo(1);
  }

  @Test
  void noIndexOfTracesHoldsWhatChangesWithEachFurtherSpan() {
    Asking asking = new Asking();

    List<String> indexes = in(asking, () -> jdbc(asking).sql(INDEXES).query(String.class).list());

    assertThat(indexes)
        .isNotEmpty()
        .noneMatch(index -> index.matches(".*\\b(last_seen_at|packs|pending|settled)\\b.*"));
  }
}
