package dev.metaagent.observe.query;

import dev.metaagent.kernel.NanoUsd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the executions of a filter by the time at which they began, over the newest hundred
/// thousand candidates at most.
@Component
class Histogram {

  private static final int MOST = 100_000;
  private static final int MOST_JOINED = 20_000;
  private static final int POINTS = 120;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(365));

  private static final String COUNT =
      """
      with matching as materialized (
        select started_at, success, duration_nanos, cost_nano from {rows} where {remaining}
      )
      select (extract(epoch from date_bin(make_interval(secs => :step), started_at, 'epoch')) * 1000)::bigint as at,
        count(*) as executions, count(*) filter (where success = false) as failed,
        count(*) filter (where success is null) as unknown, null::bigint as cost, null::bigint as latency
      from matching group by 1
      union all
      select null, count(*), count(*) filter (where success = false), count(*) filter (where success is null),
        sum(cost_nano)::bigint, percentile_disc(0.95) within group (order by duration_nanos)
      from matching
      """;

  /// The answer: every step of the range that was looked at, empty ones too.
  @Schema(name = "ExecutionHistogram")
  record Answer(
      Instant from,
      Instant to,
      long stepMs,
      List<Point> points,
      long total,
      long failed,
      long unknown,
      @Nullable String costUsd,
      SuccessRate successRate,
      @Nullable BigDecimal latencyP95Ms,
      @Schema(description = "false when there are more matches than were counted") boolean complete,
      @Schema(description = "everything newer was counted") Instant scannedTo) {}

  @Schema(name = "ExecutionHistogramPoint")
  record Point(Instant at, long executions, long failed, long unknown) {}

  private record Line(
      @Nullable Long at,
      long executions,
      long failed,
      long unknown,
      @Nullable Long cost,
      @Nullable Long latency) {}

  private final JdbcClient jdbc;
  private final RecordedExecutions executions;
  private final ExecutionList list;

  Histogram(DataSource dataSource, RecordedExecutions executions, ExecutionList list) {
    this.jdbc = JdbcClient.create(dataSource);
    this.executions = executions;
    this.list = list;
  }

  /// Counts within the transaction of the caller.
  Answer of(ExecutionFilter filter) {
    Instant to = filter.to().isAfter(filter.now()) ? filter.now() : filter.to();
    Instant from = filter.from() != null ? filter.from() : to.minus(ExecutionFilter.LOOK_BACK);
    Duration step = step(Duration.between(from, to));
    Optional<ExecutionSearch> search = list.search(filter, from);
    if (search.isEmpty()) {
      return answer(from, to, step, List.of(), from, true);
    }
    Position start = Position.newest(filter.to());
    int most = search.get().direct() ? MOST : MOST_JOINED;
    List<Line> lines = count(search.get(), start, step, most);
    long counted = lines.isEmpty() ? 0 : lines.getLast().executions();
    Optional<Position> last =
        search.get().exact() && counted < most
            ? Optional.empty()
            : executions.lastCandidate(search.get(), start, most);
    return answer(from, to, step, lines, last.map(Position::at).orElse(from), last.isEmpty());
  }

  private List<Line> count(ExecutionSearch search, Position start, Duration step, int most) {
    return jdbc.sql(
            COUNT.replace("{rows}", search.rows()).replace("{remaining}", search.remaining()))
        .params(search.parameters())
        .params(start.parameters())
        .param("scan", most)
        .param("step", step.toSeconds())
        .query((row, number) ->
            new Line(
                row.getObject("at", Long.class),
                row.getLong("executions"),
                row.getLong("failed"),
                row.getLong("unknown"),
                row.getObject("cost", Long.class),
                row.getObject("latency", Long.class)))
        .list();
  }

  private static Answer answer(
      Instant from, Instant to, Duration step, List<Line> lines, Instant reached, boolean all) {
    Line total =
        lines.stream()
            .filter(line -> line.at() == null)
            .findFirst()
            .orElse(new Line(null, 0, 0, 0, null, null));
    long known = total.executions() - total.unknown();
    return new Answer(
        from,
        to,
        step.toMillis(),
        points(reached, to, step.toMillis(), lines),
        total.executions(),
        total.failed(),
        total.unknown(),
        NanoUsd.format(total.cost()),
        SuccessRate.of(known - total.failed(), known, total.unknown()),
        ExecutionView.milliseconds(total.latency()),
        all,
        reached);
  }

  private static List<Point> points(Instant from, Instant to, long step, List<Line> lines) {
    Map<Long, Line> counted = new HashMap<>();
    long last = Math.floorDiv(to.toEpochMilli(), step) * step;
    for (Line line : lines) {
      if (line.at() != null) {
        counted.put(line.at(), line);
        last = Math.max(last, line.at());
      }
    }
    List<Point> points = new ArrayList<>();
    long first = Math.floorDiv(from.toEpochMilli(), step) * step;
    for (long at = first; at <= last; at += step) {
      Line line = counted.get(at);
      points.add(
          line == null
              ? new Point(Instant.ofEpochMilli(at), 0, 0, 0)
              : new Point(
                  Instant.ofEpochMilli(at), line.executions(), line.failed(), line.unknown()));
    }
    return points;
  }

  /// The smallest step that needs no more than {@link #POINTS} points.
  static Duration step(Duration range) {
    return STEPS.stream()
        .filter(step -> range.dividedBy(step) <= POINTS)
        .findFirst()
        .orElse(STEPS.getLast());
  }
}
