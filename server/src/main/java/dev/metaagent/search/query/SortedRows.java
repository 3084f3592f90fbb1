package dev.metaagent.search.query;

import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.Sorting;
import dev.metaagent.tenancy.TenantSql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Executions whose value is known, in the order of that value, within the transaction of the
/// caller.
@Repository
public class SortedRows {

  private static final String FOUND =
      """
      select {columns}, coalesce(a.name, '') as agent_name
      from (select e.* from ({candidates}) e where {remaining} and {after} order by {order} limit :most) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      order by {order}
      """
          .replace("{columns}", ExecutionRow.COLUMNS);

  /// Of the days of a range, the first `:scan` rows in the order of the index; of the other days
  /// those few runs that began in the range although their trace began long before.
  private static final String BY_INDEX =
      """
      select * from (
        (select * from executions where organization_id = :organization and {column} is not null
          and day >= :firstDay and day <= :lastDay and {after} order by {order} limit :scan)
        union all
        (select * from executions where organization_id = :organization and {column} is not null
          and (day < :firstDay or day > :lastDay) and started_at >= :lowest and started_at <= :to and {after}
          order by {order} limit :scan)
      ) merged order by {order} limit :scan
      """;

  private static final String LAST =
      """
      select {column} as value, started_at, trace_id, span_id from ({candidates}) c offset :skipped limit 1
      """;

  private static final String IN_RANGE =
      " and step_count > 0 and started_at >= :lowest and started_at <= :to";

  private final TenantSql jdbc;

  public SortedRows(DataSource dataSource) {
    this.jdbc = new TenantSql(dataSource);
  }

  /// The range that is looked at.
  record Range(@Nullable Instant lower, Instant to) {

    /// A run is filed under the day of its trace, mostly its own or the one before.
    private Map<String, Object> parameters() {
      Instant lowest = lower == null ? Instant.EPOCH : lower;
      return Map.of(
          "lowest",
          Position.sql(lowest),
          "to",
          Position.sql(to),
          "firstDay",
          day(lowest).minusDays(1),
          "lastDay",
          day(to));
    }

    private static LocalDate day(Instant at) {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  /// The first `most` matches of a search after a place, of which there are no more candidates than
  /// `scan`.
  List<ExecutionRow> few(
      ExecutionSearch search,
      Position newest,
      Sorting sorting,
      @Nullable SortedPlace place,
      int scan,
      int most) {
    String candidates = search.candidates() + ExecutionSearch.NEWEST_FIRST + " limit :scan";
    return statement(FOUND, candidates, known(search.remaining(), sorting), sorting, place)
        .params(search.parameters())
        .params(newest.parameters())
        .param("scan", scan)
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  private static String known(String remaining, Sorting sorting) {
    return "(" + remaining + ") and " + sorting.by().column() + " is not null";
  }

  /// The first `most` matches among the next `scan` rows in the order of the index.
  ///
  /// @param checks every condition, none of them led to
  List<ExecutionRow> many(
      Conditions checks,
      Range range,
      Sorting sorting,
      @Nullable SortedPlace place,
      int scan,
      int most) {
    return statement(FOUND, BY_INDEX, checks.sql() + IN_RANGE, sorting, place)
        .params(checks.parameters())
        .params(range.parameters())
        .param("scan", scan)
        .param("most", most)
        .query(ExecutionRow::read)
        .list();
  }

  /// The place of the last of `scan` rows in the order of the index; empty when there are fewer.
  Optional<SortedPlace> last(Range range, Sorting sorting, @Nullable SortedPlace place, int scan) {
    boolean time = sorting.by() == Sorting.By.STARTED;
    return statement(LAST, BY_INDEX, "true", sorting, place)
        .params(range.parameters())
        .param("scan", scan)
        .param("skipped", scan - 1)
        .query((row, _) ->
            new SortedPlace(
                sorting,
                time ? null : row.getObject("value", Long.class),
                new Position(
                    ExecutionRow.instant(row, "started_at"),
                    row.getObject("trace_id", UUID.class),
                    row.getLong("span_id"),
                    null)))
        .optional();
  }

  /// How the database reads the rows in the order of the index, for tests.
  public String plan(Sorting sorting, @Nullable SortedPlace place, Instant lower, Instant to) {
    return String.join(
        "\n",
        statement("explain " + BY_INDEX, BY_INDEX, "true", sorting, place)
            .params(new Range(lower, to).parameters())
            .param("scan", BoundedScan.FIRST)
            .query((row, _) -> String.valueOf(row.getString(1)))
            .list());
  }

  private JdbcClient.StatementSpec statement(
      String sql,
      String candidates,
      String remaining,
      Sorting sorting,
      @Nullable SortedPlace place) {
    Map<String, Object> parameters = new HashMap<>();
    if (place != null) {
      parameters.put("placeAt", Position.sql(place.at().at()));
      parameters.put("placeTrace", place.at().trace());
      parameters.put("placeSpan", place.at().span());
      if (place.value() != null) {
        parameters.put("placeValue", place.value());
      }
    }
    return jdbc.sql(
            sql.replace("{candidates}", candidates)
                .replace("{remaining}", remaining)
                .replace("{column}", sorting.by().column())
                .replace("{after}", place == null ? "true" : after(sorting))
                .replace("{order}", order(sorting)))
        .params(parameters);
  }

  /// A plain bound on the first column beside the comparison of rows: only that one leads an index
  /// for certain.
  private static String after(Sorting sorting) {
    String sign = sorting.descending() ? "<" : ">";
    return sorting.by() == Sorting.By.STARTED
        ? "started_at %1$s= :placeAt and (started_at, trace_id, span_id) %1$s (:placeAt, :placeTrace, :placeSpan)"
            .formatted(sign)
        : "%2$s %1$s= :placeValue and (%2$s, started_at, trace_id, span_id) %1$s (:placeValue, :placeAt, :placeTrace, :placeSpan)"
            .formatted(sign, sorting.by().column());
  }

  static String order(Sorting sorting) {
    String way = sorting.descending() ? " desc" : "";
    String time = "started_at%1$s, trace_id%1$s, span_id%1$s".formatted(way);
    return sorting.by() == Sorting.By.STARTED ? time : sorting.by().column() + way + ", " + time;
  }
}
