package dev.metaagent.search.query;

import dev.metaagent.search.query.ExecutionFilter.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
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

  private static final String HAS_WORDS =
      """
      exists (select from execution_words w where w.organization_id = :organization and w.day = e.day
        and w.trace_id = e.trace_id
        and w.span_id = e.span_id and w.{column} @@ :words::tsquery)\
      """;
  private static final int OK = 1;
  private static final Instant BEGINNING = Instant.EPOCH;

  /// What was looked up before the statement could be written.
  ///
  /// @param agent the agent that is asked for, null when any
  /// @param day the day under which the trace that is asked for is filed
  /// @param words the words as a tsquery, null when none are asked for
  /// @param declared the attribute keys that are kept apart for searching
  public record Known(
      @Nullable UUID agent,
      @Nullable LocalDate day,
      @Nullable String words,
      java.util.Set<String> declared) {}

  public static ExecutionSearch of(ExecutionFilter filter, Known known, @Nullable Instant lower) {
    Conditions remaining = remaining(filter);
    boolean narrow = filter.trace() != null || filter.session() != null || filter.user() != null;
    if (known.words() != null && !narrow) {
      checks(filter, known, remaining);
      attributes(filter.attributes().entrySet(), remaining);
      return words(filter.index(), known.words(), lower, remaining);
    }
    if (known.words() != null) {
      remaining.and(HAS_WORDS.replace("{column}", filter.index().column()), "words", known.words());
    }
    Conditions leading = new Conditions().and("organization_id = :organization");
    if (lower != null) {
      leading.and("started_at >= :lower", "lower", Position.sql(lower));
    }
    String key = narrow ? null : leadingAttribute(filter, known);
    if (key != null) {
      leading.and("key = :leadingKey", "leadingKey", key);
      leading.and("value = :leadingValue", "leadingValue", filter.attributes().get(key));
      checks(filter, known, remaining);
      attributes(filter.attributes().entrySet(), remaining);
      return table(Lead.KEYS, filter.index(), "execution_attributes", leading, remaining);
    }
    // a run without a model, tool or agent action is no run of an agent
    leading.and("step_count > 0");
    lead(filter, known, leading, remaining);
    attributes(filter.attributes().entrySet(), remaining);
    return table(Lead.ROWS, filter.index(), "executions", leading, remaining);
  }

  private static @Nullable String leadingAttribute(ExecutionFilter filter, Known known) {
    return filter.attributes().keySet().stream()
        .filter(known.declared()::contains)
        .findFirst()
        .orElse(null);
  }

  /// Chooses what leads: the most selective condition that has an index of its own. All others
  /// remain.
  private static void lead(
      ExecutionFilter filter, Known known, Conditions leading, Conditions remaining) {
    Conditions first = leading;
    if (filter.trace() != null) {
      traceIs(filter, known, first);
      first = remaining;
    }
    first = first.lead(remaining, "session_id = :session", "session", filter.session());
    first = first.lead(remaining, "user_id = :user", "user", filter.user());
    first = first.lead(remaining, "agent_id = :agent", "agent", known.agent());
    first = first.lead(remaining, "prompt_name = :promptName", "promptName", filter.promptName());
    first = first.lead(remaining, "task_class = :taskClass", "taskClass", filter.taskClass());
    first = first.lead(remaining, "arm = :arm", "arm", filter.arm());
    first = first.lead(remaining, "error_type = :errorType", "errorType", filter.errorType());
    first = first.lead(remaining, "agent_version = :version", "version", filter.version());
    if (filter.success() == Outcome.FAILED) {
      first.and("success = false");
      first = remaining;
    } else {
      outcomeIs(filter, remaining);
    }
    statusIs(filter, first, remaining);
  }

  /// Most runs are ok and have no index of their own. The number is a literal in the statement,
  /// because the index is partial.
  private static void statusIs(ExecutionFilter filter, Conditions first, Conditions remaining) {
    Integer status = filter.status();
    if (status != null) {
      (status == OK ? remaining : first).and("status = " + status);
    }
  }

  /// Everything that could have led, when something else leads.
  private static void checks(ExecutionFilter filter, Known known, Conditions remaining) {
    lead(filter, known, remaining, remaining);
  }

  private static void traceIs(ExecutionFilter filter, Known known, Conditions target) {
    target.and(
        "trace_id = :trace", "trace", java.util.Objects.requireNonNull(filter.trace()).value());
    target.and("day = :day", "day", known.day());
  }

  private static void outcomeIs(ExecutionFilter filter, Conditions target) {
    Outcome outcome = filter.success();
    if (outcome != null) {
      target.and(
          switch (outcome) {
            case SUCCEEDED -> "success";
            case FAILED -> "success = false";
            case UNKNOWN -> "success is null";
          });
    }
  }

  private static Conditions remaining(ExecutionFilter filter) {
    Conditions remaining =
        new Conditions()
            .and("environment = :environment", "environment", filter.environment())
            .and(":model = any(models)", "model", filter.model())
            .and("prompt_version = :promptVersion", "promptVersion", filter.promptVersion())
            .and("cost_nano >= :minCost", "minCost", filter.minCostNano())
            .and("duration_nanos >= :minDuration", "minDuration", filter.minDurationNanos());
    if (filter.root() != null) {
      remaining.and(filter.root() ? "parent_span is null" : "parent_span is not null");
    }
    return remaining;
  }

  /// Attributes are checked on the execution: rows of declared ones only lead to it.
  private static void attributes(
      Iterable<Map.Entry<String, String>> attributes, Conditions remaining) {
    int number = 0;
    for (Map.Entry<String, String> attribute : attributes) {
      String key = "key" + number;
      String value = "value" + number++;
      remaining.and("true", key, attribute.getKey());
      remaining.and(
          "(attributes is not null and attributes::jsonb ->> :%s = :%s)".formatted(key, value),
          value,
          attribute.getValue());
    }
  }

  private static ExecutionSearch table(
      Lead lead, WordIndex index, String table, Conditions leading, Conditions remaining) {
    leading.and(BELOW);
    String columns = lead == Lead.ROWS ? "*" : "day, trace_id, span_id, started_at";
    String candidates = "select " + columns + " from " + table + " where " + leading.sql();
    return new ExecutionSearch(
        lead, index, candidates, remaining.sql(), remaining.isEmpty(), joined(leading, remaining));
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
