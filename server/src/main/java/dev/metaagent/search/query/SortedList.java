package dev.metaagent.search.query;

import dev.metaagent.kernel.Page;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.Sorting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Pages of executions in the order of a value: those that have one, then those without, newest
/// first.
///
/// Where a filter leaves few candidates, all of them are read and sorted. Where it leaves many, the
/// index of the value is read from its end and the filter checked on each row, up to a bound: a
/// page may then be short and still have a next one.
@Component
public class SortedList {

  private static final int FEW = 10_000;
  private static final int FEW_KEYS = 4_000;

  /// The first step suits a filter that every fourth row matches.
  private static final int MATCHES_ONE_IN = 4;

  private final ExecutionList list;
  private final RecordedExecutions executions;
  private final SortedRows rows;

  public SortedList(ExecutionList list, RecordedExecutions executions, SortedRows rows) {
    this.list = list;
    this.executions = executions;
    this.rows = rows;
  }

  /// One page, within the transaction of the caller. Without `from` a list looks back 24 hours, and
  /// to any time when there is nothing so new.
  public Page<ExecutionRow> page(
      ExecutionFilter filter, Sorting sorting, @Nullable SortedPlace place, int limit) {
    Instant lower = place == null ? filter.lookBack() : place.at().from();
    Page<ExecutionRow> page = page(filter, lower, sorting, place, limit);
    boolean nothing = page.items().isEmpty() && page.nextCursor() == null && place == null;
    return nothing && filter.from() == null && lower != null
        ? page(filter, null, sorting, null, limit)
        : page;
  }

  private Page<ExecutionRow> page(
      ExecutionFilter filter,
      @Nullable Instant lower,
      Sorting sorting,
      @Nullable SortedPlace place,
      int limit) {
    Position newest = Position.newest(filter.to());
    ExecutionSearch search = list.search(filter, lower, newest).orElse(null);
    if (search == null) {
      return Page.of(List.of(), null);
    }
    boolean timed = sorting.by() == Sorting.By.STARTED;
    if (place != null && place.value() == null && !timed) {
      return without(filter, lower, sorting, place.at(), limit, List.of());
    }
    Part part = part(filter, search, lower, sorting, place, limit + 1);
    if (part.found().size() > limit) {
      List<ExecutionRow> shown = part.found().subList(0, limit);
      SortedPlace last = SortedPlace.of(sorting, shown.getLast());
      return Page.of(shown, cursor(last, lower));
    }
    if (part.stoppedAt() != null) {
      return Page.of(part.found(), cursor(part.stoppedAt(), lower));
    }
    return timed
        ? Page.of(part.found(), null)
        : without(filter, lower, sorting, newest, limit - part.found().size(), part.found());
  }

  private static String cursor(SortedPlace place, @Nullable Instant lower) {
    return new SortedPlace(place.sorting(), place.value(), place.at().since(lower)).cursor();
  }

  /// Matches with a value, and where the scan stopped; null when it reached the end.
  private record Part(List<ExecutionRow> found, @Nullable SortedPlace stoppedAt) {}

  private Part part(
      ExecutionFilter filter,
      ExecutionSearch search,
      @Nullable Instant lower,
      Sorting sorting,
      @Nullable SortedPlace place,
      int most) {
    boolean keys = search.lead() != ExecutionSearch.Lead.ROWS;
    int few = keys ? FEW_KEYS : FEW;
    Position newest = Position.newest(filter.to());
    if (executions.count(search, newest, few + 1) > few) {
      return many(filter, lower, sorting, place, most);
    }
    return new Part(
        keys
            ? ofKeys(search, newest, sorting, place, few + 1, most)
            : rows.few(search, newest, sorting, place, few + 1, most),
        null);
  }

  private List<ExecutionRow> ofKeys(
      ExecutionSearch search,
      Position newest,
      Sorting sorting,
      @Nullable SortedPlace place,
      int scan,
      int most) {
    return executions.find(search, newest, scan, scan).found().stream()
        .map(row -> new Placed(row, SortedPlace.of(sorting, row)))
        .filter(placed -> sorting.by() == Sorting.By.STARTED || placed.place().value() != null)
        .sorted((one, other) -> one.place().compareTo(other.place()))
        .filter(placed -> place == null || placed.place().compareTo(place) > 0)
        .map(Placed::row)
        .limit(most)
        .toList();
  }

  private record Placed(ExecutionRow row, SortedPlace place) {}

  private Part many(
      ExecutionFilter filter,
      @Nullable Instant lower,
      Sorting sorting,
      @Nullable SortedPlace from,
      int most) {
    Conditions checks = list.checks(filter);
    SortedRows.Range range = new SortedRows.Range(lower, filter.to());
    List<ExecutionRow> found = new ArrayList<>();
    SortedPlace place = from;
    int scan = Math.min(BoundedScan.FIRST, most * MATCHES_ONE_IN);
    int left = BoundedScan.MOST;
    while (true) {
      found.addAll(rows.many(checks, range, sorting, place, scan, most - found.size()));
      if (found.size() >= most) {
        return new Part(found, null);
      }
      Optional<SortedPlace> last = rows.last(range, sorting, place, scan);
      left -= scan;
      if (last.isEmpty() || left <= 0) {
        return new Part(found, last.orElse(null));
      }
      place = last.get();
      scan = Math.min(left, scan * 3);
    }
  }

  /// Fills a page with runs whose value is not known, newest first.
  private Page<ExecutionRow> without(
      ExecutionFilter filter,
      @Nullable Instant lower,
      Sorting sorting,
      Position below,
      int wanted,
      List<ExecutionRow> before) {
    Page<ExecutionRow> page =
        list.pageWithout(filter, lower, sorting.by().column(), below, Math.max(1, wanted));
    String next = page.nextCursor();
    List<ExecutionRow> items = new ArrayList<>(before);
    if (wanted > 0) {
      items.addAll(page.items());
    } else {
      next = page.items().isEmpty() && next == null ? null : below.cursor();
    }
    Position at = next == null ? null : Position.parse(next);
    return Page.of(items, at == null ? null : cursor(new SortedPlace(sorting, null, at), lower));
  }
}
