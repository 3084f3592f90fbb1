package dev.metaagent.executions.outcomes;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.Outcome;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows of execution_outcomes, and the runs they are about, within the transaction of the caller.
@Repository
class OutcomeStore {

  private static final String WRITE =
      """
      insert into execution_outcomes as stored (organization_id, id, trace_id, span_id, key, day, kind, success, source,
        confidence, value, comment, said_by, at, received_at, content)
      values (current_setting('metaagent.organization')::uuid, :id, :trace, :span, :key, :day, :kind, :success, :source,
        :confidence, :value, :comment, :by, :at, :received, :content)
      on conflict (organization_id, id) do update set trace_id = excluded.trace_id, span_id = excluded.span_id,
        key = excluded.key, execution_span = null, day = excluded.day, kind = excluded.kind,
        success = excluded.success, source = excluded.source, confidence = excluded.confidence,
        value = excluded.value, comment = excluded.comment, said_by = excluded.said_by, at = excluded.at,
        received_at = excluded.received_at, content = excluded.content
      where stored.content <> excluded.content
      """;

  private static final String NAMED =
      """
      select trace_id, span_id from outcome_keys where key = :key
      order by started_at <= :at desc, started_at desc limit 1
      """;

  private static final String PLACES =
      """
      select id, trace_id, execution_span from execution_outcomes where id = any(:ids)
      """;

  private static final String LOCK =
      """
      select trace_id, day from traces where trace_id = any(:traces) order by trace_id for update
      """;

  private static final String OF_TRACES =
      """
      select * from execution_outcomes where trace_id = any(:traces)
      """;

  private static final String RUNS =
      """
      select span_id, parent_span, status, success, success_source, success_confidence, declared_success,
        coalesce(ended_at, started_at) as at
      from executions where day = :day and trace_id = :trace order by implausible, started_nanos, span_id
      """;

  private static final String HOLDER =
      """
      select execution_span from agent_execution_logs where day = :day and trace_id = :trace and span_id = :span
      """;

  private static final String ATTACH =
      """
      update execution_outcomes set execution_span = :run, day = :day where id = :id
      """;

  private static final String DECIDE =
      """
      update executions set success = :success, success_source = :source, success_confidence = :confidence
      where day = :day and trace_id = :trace and span_id = :span
      """;

  private static final String WAITING =
      """
      select distinct outcome.organization_id, coalesce(outcome.trace_id, keyed.trace_id) as trace_id
      from execution_outcomes outcome
      left join outcome_keys keyed on outcome.trace_id is null and keyed.organization_id = outcome.organization_id
        and keyed.key = outcome.key
      where outcome.execution_span is null and outcome.received_at >= :since and exists (
        select from traces where traces.organization_id = outcome.organization_id
          and traces.trace_id = coalesce(outcome.trace_id, keyed.trace_id))
        and (outcome.organization_id, coalesce(outcome.trace_id, keyed.trace_id)) > (:organization, :trace)
      order by outcome.organization_id, trace_id
      limit 1000
      """;

  private static final String CLAIM =
      """
      update execution_outcomes as outcome set trace_id = keyed.trace_id, span_id = keyed.span_id
      from outcome_keys keyed
      where outcome.trace_id is null and keyed.key = outcome.key and keyed.trace_id = any(:traces)
      """;

  /// A trace that has arrived while an outcome waits for it.
  record Waiting(OrganizationId organization, TraceId trace) {
    static final Waiting NONE =
        new Waiting(new OrganizationId(new UUID(0, 0)), new TraceId(new UUID(0, 0)));
  }

  /// A stored outcome.
  record Kept(Evidence evidence, TraceId trace, long span, @Nullable Long executionSpan) {}

  /// The fields of a run that resolving its success needs.
  record RunRow(
      long span,
      @Nullable Long parent,
      Evidence status,
      @Nullable Evidence declared,
      @Nullable Boolean success,
      @Nullable String source,
      @Nullable Double confidence) {}

  /// Where an outcome is attached.
  record Place(@Nullable TraceId trace, @Nullable Long executionSpan) {
    @Nullable ExecutionId execution() {
      return trace == null || executionSpan == null ? null : new ExecutionId(trace, executionSpan);
    }
  }

  private final JdbcClient jdbc;

  OutcomeStore(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// Writes an outcome (upsert); returns whether its content is new.
  boolean write(Outcome outcome, @Nullable TraceId trace, long span, LocalDate day) {
    Evidence evidence = outcome.evidence();
    return jdbc.sql(WRITE)
            .param("id", evidence.id())
            .param("trace", trace == null ? null : trace.value(), Types.OTHER)
            .param("span", span)
            .param("key", outcome.key(), Types.VARCHAR)
            .param("day", day)
            .param("kind", evidence.kind())
            .param("success", evidence.success(), Types.BOOLEAN)
            .param("source", evidence.source().wire())
            .param("confidence", evidence.confidence(), Types.DOUBLE)
            .param("value", evidence.value(), Types.NUMERIC)
            .param("comment", evidence.comment(), Types.VARCHAR)
            .param("by", evidence.by(), Types.VARCHAR)
            .param("at", utc(evidence.at()))
            .param("received", utc(evidence.receivedAt()))
            .param("content", outcome.content())
            .update()
        == 1;
  }

  /// The newest run with a key that had begun at a time, or else the newest one.
  Optional<ExecutionId> named(String key, Instant at) {
    return jdbc.sql(NAMED)
        .param("key", key)
        .param("at", utc(at))
        .query((row, number) -> new ExecutionId(trace(row), row.getLong("span_id")))
        .optional();
  }

  Map<String, Place> places(Collection<String> ids) {
    Map<String, Place> places = new TreeMap<>();
    jdbc.sql(PLACES)
        .param("ids", ids.toArray(String[]::new))
        .query(row -> {
          UUID trace = row.getObject("trace_id", UUID.class);
          places.put(
              row.getString("id"),
              new Place(
                  trace == null ? null : new TraceId(trace),
                  row.getObject("execution_span", Long.class)));
        });
    return places;
  }

  /// Locks traces against concurrent ingest; returns the days of those that have arrived.
  Map<TraceId, LocalDate> lock(Collection<TraceId> traces) {
    Map<TraceId, LocalDate> days = new TreeMap<>();
    jdbc.sql(LOCK)
        .param("traces", ids(traces))
        .query(row -> {
          days.put(trace(row), row.getObject("day", LocalDate.class));
        });
    return days;
  }

  /// Attaches outcomes that wait for a key of these traces to the run that has the key.
  void claim(Collection<TraceId> traces) {
    jdbc.sql(CLAIM).param("traces", ids(traces)).update();
  }

  List<Kept> of(Collection<TraceId> traces) {
    return jdbc.sql(OF_TRACES)
        .param("traces", ids(traces))
        .query((row, number) ->
            new Kept(
                evidence(row),
                trace(row),
                row.getLong("span_id"),
                row.getObject("execution_span", Long.class)))
        .list();
  }

  List<RunRow> runs(LocalDate day, TraceId trace) {
    return jdbc.sql(RUNS)
        .param("day", day)
        .param("trace", trace.value())
        .query((row, number) -> run(row))
        .list();
  }

  /// The run that contains an action.
  Optional<Long> holder(LocalDate day, TraceId trace, long span) {
    return jdbc.sql(HOLDER)
        .param("day", day)
        .param("trace", trace.value())
        .param("span", span)
        .query(Long.class)
        .optional();
  }

  void attach(String id, @Nullable Long run, LocalDate day) {
    jdbc.sql(ATTACH).param("id", id).param("run", run, Types.BIGINT).param("day", day).update();
  }

  void decide(
      LocalDate day,
      ExecutionId run,
      @Nullable Boolean success,
      String source,
      @Nullable Double confidence) {
    jdbc.sql(DECIDE)
        .param("day", day)
        .param("trace", run.trace().value())
        .param("span", run.span())
        .param("success", success, Types.BOOLEAN)
        .param("source", source)
        .param("confidence", confidence, Types.DOUBLE)
        .update();
  }

  /// Across organizations: the next traces after a position that have arrived while an outcome
  /// still waits for them.
  List<Waiting> waiting(Instant since, Waiting after) {
    return jdbc.sql(WAITING)
        .param("since", utc(since))
        .param("organization", after.organization().value())
        .param("trace", after.trace().value())
        .query((row, number) ->
            new Waiting(
                new OrganizationId(row.getObject("organization_id", UUID.class)), trace(row)))
        .list();
  }

  private static RunRow run(ResultSet row) throws SQLException {
    Instant at = instant(row, "at");
    Boolean declared = row.getObject("declared_success", Boolean.class);
    Float confidence = row.getObject("success_confidence", Float.class);
    return new RunRow(
        row.getLong("span_id"),
        row.getObject("parent_span", Long.class),
        Evidence.status(row.getInt("status"), at),
        declared == null ? null : Evidence.declared(declared, at),
        row.getObject("success", Boolean.class),
        row.getString("success_source"),
        confidence == null ? null : Double.valueOf(confidence));
  }

  private static Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(
        row.getString("id"),
        row.getString("kind"),
        row.getObject("success", Boolean.class),
        EvidenceSource.ofWire(row.getString("source")),
        row.getObject("confidence", Double.class),
        row.getBigDecimal("value"),
        row.getString("comment"),
        row.getString("said_by"),
        instant(row, "at"),
        instant(row, "received_at"));
  }

  private static UUID[] ids(Collection<TraceId> traces) {
    return traces.stream().map(TraceId::value).toArray(UUID[]::new);
  }

  private static TraceId trace(ResultSet row) throws SQLException {
    return new TraceId(row.getObject("trace_id", UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
