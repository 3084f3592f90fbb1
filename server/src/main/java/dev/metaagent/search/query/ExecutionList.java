package dev.metaagent.search.query;

import dev.metaagent.kernel.Page;
import dev.metaagent.search.filter.Asked;
import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the executions of a filter, newest first, page by page. Where no index leads to all of the
/// filter, candidates are looked at in growing steps, up to a number of them: the page then says
/// how far it looked and where to go on.
@Component
public class ExecutionList {

  private static final int PROBED = 1_500;
  private static final int COMMON = 30;

  private final RecordedExecutions executions;
  private final AgentNames agents;
  private final DeclaredAttributes declared;

  public ExecutionList(
      RecordedExecutions executions, AgentNames agents, DeclaredAttributes declared) {
    this.executions = executions;
    this.agents = agents;
    this.declared = declared;
  }

  /// One page of rows, within the transaction of the caller. Without `from` a list looks back 24
  /// hours, and to any time when there is nothing so new.
  public Page<ExecutionRow> page(ExecutionFilter filter, @Nullable Position cursor, int limit) {
    Instant lower = cursor == null ? filter.lookBack() : settled(filter, cursor);
    Page<ExecutionRow> page = page(filter, lower, cursor, limit);
    boolean nothingNewer = page.items().isEmpty() && page.nextCursor() == null && cursor == null;
    return nothingNewer && filter.from() == null && lower != null
        ? page(filter, null, null, limit)
        : page;
  }

  private static @Nullable Instant settled(ExecutionFilter filter, Position cursor) {
    return filter.from() != null ? filter.from() : cursor.from();
  }

  /// The statement parts of a filter; empty when nothing can match it. Words that are common among
  /// the newest executions below the position are looked for there, rare ones by their index.
  public Optional<ExecutionSearch> search(
      ExecutionFilter filter, @Nullable Instant lower, Position below) {
    Optional<ExecutionSearch> search = search(filter, lower);
    if (search.isEmpty() || search.get().lead() != ExecutionSearch.Lead.WORDS) {
      return search;
    }
    ExecutionSearch newest = search.get().amongNewest();
    return executions.count(newest, below, PROBED) < COMMON ? search : Optional.of(newest);
  }

  private Optional<ExecutionSearch> search(ExecutionFilter filter, @Nullable Instant lower) {
    return known(filter).map(known -> ExecutionSearch.of(filter, known, lower));
  }

  /// Every condition of a filter that something can match, none of them led to.
  Conditions checks(ExecutionFilter filter) {
    return known(filter)
        .map(known -> ExecutionConditions.of(filter, known, null))
        .orElseGet(() -> new Conditions().and("false"));
  }

  /// What must be looked up for a filter; empty when nothing can match it.
  private Optional<ExecutionSearch.Known> known(ExecutionFilter filter) {
    Map<String, List<UUID>> members = new HashMap<>();
    Asked asked = filter.asked(ExecutionField.AGENT);
    Stream.concat(asked.any().stream(), asked.none().stream())
        .filter(text -> !text.equals(Asked.EVERY))
        .forEach(text -> members.put(text, agents.members(text)));
    if (asked.names()
        && asked.any().stream().allMatch(text -> members.getOrDefault(text, List.of()).isEmpty())) {
      return Optional.empty();
    }
    LocalDate day = null;
    if (filter.trace() != null) {
      day = executions.day(filter.trace()).orElse(null);
      if (day == null) {
        return Optional.empty();
      }
    }
    String words = filter.words() == null ? null : SearchWords.query(filter.words());
    if (words != null && words.isEmpty()) {
      return Optional.empty();
    }
    Set<String> keys = filter.attributes().isEmpty() ? Set.of() : declared.keys();
    return Optional.of(new ExecutionSearch.Known(members, day, words, keys));
  }

  /// One page of the executions of a filter in which a column is not known, newest first.
  Page<ExecutionRow> pageWithout(
      ExecutionFilter filter, @Nullable Instant lower, String column, Position below, int limit) {
    return search(filter, lower, below)
        .map(search -> page(search.and(column + " is null"), lower, below, limit))
        .orElseGet(() -> Page.of(List.of(), null));
  }

  private Page<ExecutionRow> page(
      ExecutionFilter filter, @Nullable Instant lower, @Nullable Position cursor, int limit) {
    Position start = cursor == null ? Position.newest(filter.to()) : cursor;
    ExecutionSearch search = search(filter, lower, start).orElse(null);
    return search == null ? Page.of(List.of(), null) : page(search, lower, start, limit);
  }

  private Page<ExecutionRow> page(
      ExecutionSearch search, @Nullable Instant lower, Position start, int limit) {
    Function<Position, String> next = position -> position.since(lower).cursor();
    return BoundedScan.page(
        new Matching(executions, search), start, limit, ExecutionRow::position, next);
  }

  private record Matching(RecordedExecutions executions, ExecutionSearch search)
      implements BoundedScan.Candidates<ExecutionRow> {

    @Override
    public boolean exact() {
      return search.exact();
    }

    @Override
    public int bound() {
      return search.lead() == ExecutionSearch.Lead.ROWS
          ? BoundedScan.MOST
          : BoundedScan.MOST_LOOKED_UP;
    }

    @Override
    public BoundedScan.Step<ExecutionRow> step(Position below, int scan, int most) {
      return executions.find(search, below, scan, most);
    }
  }
}
