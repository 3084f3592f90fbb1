package dev.metaagent.search.executions;

import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionSearch;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.statistics.Quantile;
import dev.metaagent.statistics.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Counts the executions of a filter by the time at which they began, over the newest hundred
/// thousand candidates at most.
@Component
class Histogram {

  private static final int MOST = 100_000;
  private static final int MOST_KEYS = 10_000;
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
      select date_bin(make_interval(secs => :step), started_at, timestamptz 'epoch') as at, count(*) as candidates,
        min(started_at) as oldest, count(*) filter (where {remaining}) as executions,
        count(*) filter (where ({remaining}) and success = false) as failed,
        count(*) filter (where ({remaining}) and success is null) as unknown,
        (sum(cost_nano) filter (where {remaining}))::bigint as cost,
        array_agg(duration_nanos) filter (where ({remaining}) and duration_nanos is not null) as durations
      from {rows}
      group by 1
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
      Rate successRate,
      @Nullable BigDecimal latencyP95Ms,
      @Schema(description = "false when there are more matches than were counted") boolean complete,
      @Schema(description = "everything newer was counted") Instant scannedTo) {}

  @Schema(name = "ExecutionHistogramPoint")
  record Point(Instant at, long executions, long failed, long unknown) {
    Point plus(Point other) {
      return new Point(
          at, executions + other.executions, failed + other.failed, unknown + other.unknown);
    }
  }

  private final ExecutionList list;
  private final RecordedExecutions executions;

  Histogram(ExecutionList list, RecordedExecutions executions) {
    this.list = list;
    this.executions = executions;
  }

  /// Counts within the transaction of the caller.
  Answer of(ExecutionFilter filter) {
    Instant to = filter.to().isAfter(filter.now()) ? filter.now() : filter.to();
    Instant from = filter.from() != null ? filter.from() : to.minus(ExecutionFilter.LOOK_BACK);
    Duration step = step(Duration.between(from, to));
    Position start = Position.newest(filter.to());
    Tally tally = new Tally();
    Optional<ExecutionSearch> search = list.search(filter, from, start);
    if (search.isEmpty()) {
      return tally.answer(from, to, step, from, true);
    }
    int most = search.get().lead() == ExecutionSearch.Lead.ROWS ? MOST : MOST_KEYS;
    executions.read(COUNT, search.get(), start, most, Map.of("step", step.toSeconds()), tally::add);
    Optional<Instant> reached = reached(search.get(), start, most, tally);
    return tally.answer(from, to, step, reached.orElse(from), reached.isEmpty());
  }

  /// How far back it counted, when there is more.
  private Optional<Instant> reached(ExecutionSearch search, Position start, int most, Tally tally) {
    if (search.lead() == ExecutionSearch.Lead.NEWEST_WORDS) {
      return executions.last(search, start, most).map(Position::at);
    }
    return tally.candidates < most ? Optional.empty() : Optional.of(tally.oldest);
  }

  /// Counts of the steps that were seen, and the sums over all of them.
  private static final class Tally {
    private final Map<Instant, Point> points = new HashMap<>();
    private final List<Long[]> durations = new ArrayList<>();
    private long candidates;
    private long executions;
    private long failed;
    private long unknown;
    private @Nullable Long cost;
    private Instant oldest = Instant.MAX;

    void add(ResultSet row) throws SQLException {
      Instant at = ExecutionRow.instant(row, "at");
      Instant first = ExecutionRow.instant(row, "oldest");
      Point more =
          new Point(at, row.getLong("executions"), row.getLong("failed"), row.getLong("unknown"));
      points.merge(at, more, Point::plus);
      oldest = first.isBefore(oldest) ? first : oldest;
      candidates += row.getLong("candidates");
      executions += more.executions();
      failed += more.failed();
      unknown += more.unknown();
      Long part = row.getObject("cost", Long.class);
      if (part != null) {
        cost = (cost == null ? 0 : cost) + part;
      }
      Array some = row.getArray("durations");
      if (some != null) {
        durations.add((Long[]) some.getArray());
      }
    }

    Answer answer(Instant from, Instant to, Duration step, Instant reached, boolean complete) {
      long known = executions - unknown;
      return new Answer(
          from,
          to,
          step.toMillis(),
          every(reached, to, step),
          executions,
          failed,
          unknown,
          NanoUsd.format(cost),
          Rate.of(known - failed, failed, unknown),
          ExecutionView.milliseconds(p95()),
          complete,
          reached);
    }

    /// The smallest duration that 95 % of the runs do not exceed.
    private @Nullable Long p95() {
      long[] sorted =
          durations.stream()
              .flatMapToLong(part -> Arrays.stream(part).mapToLong(x -> x))
              .sorted()
              .toArray();
      return sorted.length == 0 ? null : (Long) Quantile.of(0.95, sorted);
    }

    private List<Point> every(Instant from, Instant to, Duration step) {
      long width = step.toMillis();
      Instant last = points.keySet().stream().max(Comparator.naturalOrder()).orElse(to);
      long end = Math.max(to.toEpochMilli(), last.toEpochMilli());
      List<Point> all = new ArrayList<>();
      for (long at = Math.floorDiv(from.toEpochMilli(), width) * width; at <= end; at += width) {
        Instant instant = Instant.ofEpochMilli(at);
        all.add(points.getOrDefault(instant, new Point(instant, 0, 0, 0)));
      }
      return all;
    }
  }

  /// The smallest step that needs no more than {@link #POINTS} points.
  static Duration step(Duration range) {
    return STEPS.stream()
        .filter(step -> range.dividedBy(step) <= POINTS)
        .findFirst()
        .orElse(STEPS.getLast());
  }
}
