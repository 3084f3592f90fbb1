package dev.metaagent.search.query;

import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.WordIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The statement parts that find executions in time order. Under row-level security only some
/// conditions can lead an index, so a search has two halves: the **candidates**, a prefix of one
/// index that is read from its newest end and cut after `:scan` entries, and the **remaining**
/// conditions, checked on each candidate.
///
/// @param lead what the candidates are read from
/// @param index which words are searched
/// @param candidates selects candidates below the position (`:at`, `:atTrace`, `:atSpan`), without
///   order and limit: whole rows, or their keys (day, trace_id, span_id, started_at)
/// @param remaining what is checked on each row `e`
/// @param exact whether nothing remains to be checked
public record ExecutionSearch(
    Lead lead,
    WordIndex index,
    String candidates,
    String remaining,
    boolean exact,
    Map<String, Object> parameters) {

  /// What candidates are read from.
  public enum Lead {
    /// Executions themselves.
    ROWS,
    /// A table of their keys.
    KEYS,
    /// The index of words, as keys: right for rare words.
    WORDS,
    /// The words of the newest executions, one after the other, as keys: right for common words.
    NEWEST_WORDS
  }

  public static final String NEWEST_FIRST =
      """
       order by started_at desc, trace_id desc, span_id desc
      """;

  private static final String BELOW =
      """
      started_at <= :at and (started_at, trace_id, span_id) < (:at, :atTrace, :atSpan)
      """;

  private static final String WORDS =
      """
      select found_day as day, found_trace as trace_id, found_span as span_id, found_at as started_at
      from {function}(:organization::uuid, :words::tsquery, :lower, :at, :atTrace, :atSpan, :scan)
      """;

  private static final String NEWEST_WORDS =
      """
      select found_day as day, found_trace as trace_id, found_span as span_id, found_at as started_at
      from {function}(:organization::uuid, :words::tsquery, :lower, :at, :atTrace, :atSpan, :scan, :scan)
      """;

  private static final String WALKED =
      """
      select day, trace_id, span_id, started_at from execution_words
      where organization_id = :organization and started_at >= :lower and
      """
          + BELOW;

  private static final Instant BEGINNING = Instant.EPOCH;

  /// What was looked up before the statement could be written.
  ///
  /// @param agents the ids that each asked agent stands for: its own, and those of merged names
  /// @param day the day under which the trace that is asked for is filed
  /// @param words the words as a tsquery, null when none are asked for
  /// @param declared the attribute keys that are kept apart for searching
  public record Known(
      Map<String, List<UUID>> agents,
      @Nullable LocalDate day,
      @Nullable String words,
      Set<String> declared) {}

  public static ExecutionSearch of(ExecutionFilter filter, Known known, @Nullable Instant lower) {
    boolean narrow =
        filter.trace() != null
            || filter.asked(ExecutionField.SESSION).names()
            || filter.asked(ExecutionField.USER).names();
    if (known.words() != null && !narrow) {
      Conditions remaining = ExecutionConditions.of(filter, known, new Leader.Words());
      return words(filter.index(), known.words(), lower, remaining);
    }
    String key = narrow ? null : leadingAttribute(filter, known);
    if (key != null) {
      return keys(filter, known, lower, key);
    }
    return rows(filter, known, lower);
  }

  private static @Nullable String leadingAttribute(ExecutionFilter filter, Known known) {
    return filter.attributes().entrySet().stream()
        .filter(entry -> entry.getValue().single() != null)
        .map(Map.Entry::getKey)
        .filter(known.declared()::contains)
        .findFirst()
        .orElse(null);
  }

  private static ExecutionSearch keys(
      ExecutionFilter filter, Known known, @Nullable Instant lower, String key) {
    Conditions leading = since(lower);
    leading.and("key = :leadingKey", "leadingKey", key);
    leading.and(
        "value = :leadingValue",
        "leadingValue",
        Objects.requireNonNull(filter.attributes().get(key)).single());
    leading.and(BELOW);
    Conditions remaining = ExecutionConditions.of(filter, known, null);
    return new ExecutionSearch(
        Lead.KEYS,
        filter.index(),
        "select day, trace_id, span_id, started_at from execution_attributes where "
            + leading.sql(),
        remaining.sql(),
        remaining.isEmpty(),
        joined(leading, remaining));
  }

  /// Alternatives are each read from their own place in the index, as far as the scan goes, and
  /// merged.
  private static ExecutionSearch rows(
      ExecutionFilter filter, Known known, @Nullable Instant lower) {
    Leader leader = Leader.of(filter, known);
    Conditions remaining = ExecutionConditions.of(filter, known, leader);
    // a run without a model, tool or agent action is no run of an agent
    Conditions leading = since(lower).and("step_count > 0");
    List<String> alternatives = leader == null ? List.of("true") : leader.alternatives();
    String rows = "select * from executions where " + leading.sql() + " and ";
    String candidates =
        alternatives.size() == 1
            ? rows + alternatives.getFirst() + " and " + BELOW
            : alternatives.stream()
                .map(one -> "(" + rows + one + " and " + BELOW + NEWEST_FIRST + " limit :scan)")
                .collect(
                    Collectors.joining(" union all ", "select * from (", ") merged where true"));
    Map<String, Object> parameters = joined(leading, remaining);
    parameters.putAll(parameters(leader, filter, known));
    return new ExecutionSearch(
        Lead.ROWS, filter.index(), candidates, remaining.sql(), remaining.isEmpty(), parameters);
  }

  private static Map<String, Object> parameters(
      @Nullable Leader leader, ExecutionFilter filter, Known known) {
    Map<String, Object> parameters = new HashMap<>();
    if (leader instanceof Leader.Trace && filter.trace() != null && known.day() != null) {
      parameters.put("trace", filter.trace().value());
      parameters.put("day", known.day());
    }
    if (leader instanceof Leader.Values values) {
      for (int i = 0; i < values.values().size(); i++) {
        parameters.put("leading" + i, values.values().get(i));
      }
    }
    return parameters;
  }

  private static Conditions since(@Nullable Instant lower) {
    Conditions leading = new Conditions().and("organization_id = :organization");
    if (lower != null) {
      leading.and("started_at >= :lower", "lower", Position.sql(lower));
    }
    return leading;
  }

  private static ExecutionSearch words(
      WordIndex index, String words, @Nullable Instant lower, Conditions remaining) {
    Conditions leading =
        new Conditions()
            .and("true", "words", words)
            .and("true", "lower", Position.sql(lower == null ? BEGINNING : lower));
    return new ExecutionSearch(
        Lead.WORDS,
        index,
        WORDS.replace("{function}", index.indexed()),
        remaining.sql(),
        remaining.isEmpty(),
        joined(leading, remaining));
  }

  private static Map<String, Object> joined(Conditions leading, Conditions remaining) {
    Map<String, Object> all = new HashMap<>(leading.parameters());
    all.putAll(remaining.parameters());
    return all;
  }

  /// The same search with one more condition, without parameters.
  ExecutionSearch and(String condition) {
    return new ExecutionSearch(
        lead, index, candidates, "(" + remaining + ") and " + condition, false, parameters);
  }

  /// The same search for words that are common.
  ExecutionSearch amongNewest() {
    return new ExecutionSearch(
        Lead.NEWEST_WORDS,
        index,
        NEWEST_WORDS.replace("{function}", index.newest()),
        remaining,
        false,
        parameters);
  }

  /// The scanned set that contains the candidates: the position of its `:scan`th entry is where the
  /// scan stopped.
  String walked() {
    return lead == Lead.NEWEST_WORDS ? WALKED : candidates;
  }
}
