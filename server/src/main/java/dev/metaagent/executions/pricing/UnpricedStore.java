package dev.metaagent.executions.pricing;

import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.llm.PastCalls;
import dev.metaagent.tenancy.TenantSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/// Model calls without a cost, read and priced within the transaction of the caller.
@Repository
class UnpricedStore {

  /// The models, each found by one step in the index on calls without a cost.
  private static final String MODELS =
      """
      with recursive names as (
        (select model from agent_execution_logs
          where organization_id = :organization and cost_nano is null and counted and model is not null
            order by model limit 1)
        union all
        select (select l.model from agent_execution_logs l
          where l.organization_id = :organization and l.cost_nano is null and l.counted and l.model is not null
            and l.model > n.model
          order by l.model limit 1)
        from names n where n.model is not null)
      select model from names where model is not null limit :limit
      """;

  private static final String CALLS =
      """
      select count(*) as calls, sum(input_tokens) as input, sum(output_tokens) as output, max(started_at) as last
      from agent_execution_logs
      where organization_id = :organization and cost_nano is null and counted and model is not null
        and model = :model and started_at >= :since
      """;

  private static final String NEXT =
      """
      select day, trace_id, span_id, started_at
      from agent_execution_logs
      where organization_id = :organization and cost_nano is null and counted and model is not null and model = :model
        and (started_at, trace_id, span_id) > (:started, :trace, :span)
      order by started_at, trace_id, span_id limit :limit
      """;

  private static final String LOCK =
      """
      select day from traces where organization_id = :organization and trace_id = :trace for update
      """;

  private static final String OF_TRACE =
      """
      select span_id, pack, execution_span, model, started_at, input_tokens, output_tokens, cache_read_tokens,
        cache_write_tokens
      from agent_execution_logs
      where organization_id = :organization and day = :day and trace_id = :trace and cost_nano is null
        and counted and model is not null
      """;

  private static final String PRICE =
      """
      update agent_execution_logs set cost_nano = :cost
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = :span
      """;

  private static final String ADD =
      """
      update executions set cost_nano = coalesce(cost_nano, 0) + :cost,
        unpriced_calls = greatest(0, unpriced_calls - :calls)
      where organization_id = :organization and day = :day and trace_id = :trace and span_id = :span
      """;

  /// The position of a call in the order in which calls are priced.
  record Place(Instant startedAt, TraceId trace, long span, LocalDate day) {
    static final Place FIRST =
        new Place(Instant.EPOCH, new TraceId(new UUID(0, 0)), Long.MIN_VALUE, LocalDate.EPOCH);
  }

  /// One call without a cost.
  record Call(
      Contents.Key place,
      long execution,
      String model,
      Instant startedAt,
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long cacheRead,
      @Nullable Long cacheWrite) {}

  private final TenantSql jdbc;

  UnpricedStore(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// Names of models that have calls without a cost.
  List<String> models(int limit) {
    return jdbc.sql(MODELS)
        .param("limit", limit)
        .query((row, number) -> row.getString("model"))
        .list();
  }

  PastCalls.Unpriced calls(String model, Instant since) {
    return jdbc.sql(CALLS)
        .param("model", model)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query((row, number) ->
            new PastCalls.Unpriced(
                model,
                row.getLong("calls"),
                row.getObject("input", Long.class),
                row.getObject("output", Long.class),
                instant(row, "last")))
        .single();
  }

  /// Calls of a model after a position, in order.
  List<Place> next(String model, Place after, int limit) {
    return jdbc.sql(NEXT)
        .param("model", model)
        .param("started", after.startedAt().atOffset(ZoneOffset.UTC))
        .param("trace", after.trace().value())
        .param("span", after.span())
        .param("limit", limit)
        .query((row, number) ->
            new Place(
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                new TraceId(row.getObject("trace_id", UUID.class)),
                row.getLong("span_id"),
                row.getObject("day", LocalDate.class)))
        .list();
  }

  /// Locks a trace against concurrent ingest and returns its day (partition).
  Optional<LocalDate> lock(TraceId trace) {
    return jdbc.sql(LOCK).param("trace", trace.value()).query(LocalDate.class).optional();
  }

  List<Call> ofTrace(LocalDate day, TraceId trace) {
    return jdbc.sql(OF_TRACE)
        .param("day", day)
        .param("trace", trace.value())
        .query((row, number) ->
            new Call(
                new Contents.Key(trace, row.getLong("span_id"), row.getInt("pack")),
                row.getLong("execution_span"),
                row.getString("model"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                tokens(row, "input_tokens"),
                tokens(row, "output_tokens"),
                tokens(row, "cache_read_tokens"),
                tokens(row, "cache_write_tokens")))
        .list();
  }

  void price(LocalDate day, TraceId trace, long span, long costNano) {
    jdbc.sql(PRICE)
        .param("day", day)
        .param("trace", trace.value())
        .param("span", span)
        .param("cost", costNano)
        .update();
  }

  /// Adds the cost of some calls to their execution.
  void add(LocalDate day, TraceId trace, long execution, long cost, int calls) {
    jdbc.sql(ADD)
        .param("day", day)
        .param("trace", trace.value())
        .param("span", execution)
        .param("cost", cost)
        .param("calls", calls)
        .update();
  }

  private static @Nullable Long tokens(ResultSet row, String column) throws SQLException {
    Integer value = row.getObject(column, Integer.class);
    return value == null ? null : Long.valueOf(value);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
