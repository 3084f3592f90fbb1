package dev.metaagent.observe.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.observe.ExecutionFacts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// What was recorded lately, read from the news within the transaction of the caller.
@Repository
class Arrivals {

  private static final String SINCE =
      """
      select recorded_at, facts from recorded_batches where recorded_at >= :since order by recorded_at, id limit 20
      """;

  private static final String ARRIVED =
      """
      select arrived_at from executions where day = :day and trace_id = :trace and span_id = :span
      """;

  /// A run that arrived, and when it was recorded.
  record Arrival(ExecutionId execution, Instant recordedAt) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Arrivals(DataSource dataSource, JsonMapper json) {
    this.jdbc = JdbcClient.create(dataSource);
    this.json = json;
  }

  /// The first run of which something was recorded since a time, the one without a parent before
  /// those nested in it.
  Optional<Arrival> first(Instant since) {
    return jdbc
        .sql(SINCE)
        .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .query((row, number) ->
            arrivals(
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("facts")))
        .list()
        .stream()
        .flatMap(List::stream)
        .findFirst();
  }

  private List<Arrival> arrivals(Instant at, String facts) {
    return Arrays.stream(json.readValue(facts, ExecutionFacts[].class))
        .sorted((a, b) -> Boolean.compare(a.parentAgent() != null, b.parentAgent() != null))
        .map(fact -> new Arrival(fact.id(), at))
        .toList();
  }

  /// When the first telemetry of a run came in.
  Instant arrivedAt(ExecutionRow run) {
    return jdbc.sql(ARRIVED)
        .param("day", run.day())
        .param("trace", run.id().trace().value())
        .param("span", run.id().span())
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }
}
