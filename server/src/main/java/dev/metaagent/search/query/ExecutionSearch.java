package dev.metaagent.observe.query;

import dev.metaagent.observe.query.ExecutionFilter.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
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
/// @param candidates selects candidates below the position (`:at`, `:atTrace`, `:atSpan`), without
///   order and limit: whole rows, or their keys (day, trace_id, span_id, started_at)
/// @param remaining what is checked on each row `e`
/// @param exact whether nothing remains to be checked
record ExecutionSearch(
    Lead lead, String candidates, String remaining, boolean exact, Map<String, Object> parameters) {

  /// What candidates are read from.
  enum Lead {
    /// Executions themselves.
    ROWS,
    /// A table of their keys.
    KEYS,
    /// The index of words, as keys: right for rare words.
    WORDS,
    /// The words of the newest executions, one after the other, as keys: right for common words.
    NEWEST_WORDS
  }

  static final String NEWEST_FIRST =
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
      from metaagent_words_indexed(:words::tsquery, :lower, :at, :atTrace, :atSpan, :scan)
      """;

  private static final String NEWEST_WORDS =
      """
      select found_day as day, found_trace as trace_id, found_span as span_id, found_at as started_at
      from metaagent_words_newest(:words::tsquery, :lower, :at, :atTrace, :atSpan, :scan, :scan)
      """;

  private static final String WALKED =
      """
      select day, trace_id, span_id, started_at from execution_words where started_at >= :lower and
      """
          + BELOW;

  private static final String HAS_WORDS =
      """
      exists (select from execution_words w where w.day = e.day and w.trace_id = e.trace_id
        and w.span_id = e.span_id and w.words @@ :words::tsquery)\
      """;
  private static final Instant BEGINNING = Instant.EPOCH;

  /// What was looked up before the statement could be written.
  ///
  /// @param agent the agent that is asked for, null when any
  /// @param day the day under which the trace that is asked for is filed
  /// @param words the words as a tsquery, null when none are asked for
  /// @param declared the attribute keys that are kept apart for searching
  record Known(
      @Nullable UUID agent,
      @Nullable LocalDate day,
      @Nullable String words,
      java.util.Set<String> declared) {}

  static ExecutionSearch of(ExecutionFilter filter, Known known, @Nullable Instant lower) {
    Conditions remaining = remaining(filter);
    Deque<Map.Entry<String, String>> attributes = new ArrayDeque<>(filter.attributes().entrySet());
    boolean narrow = filter.trace() != null || filter.session() != null || filter.user() != null;
    if (known.words() != null && !narrow) {
      checks(filter, known, remaining);
      attributes(attributes, known, remaining);
      return words(known.words(), lower, remaining);
    }
    if (known.words() != null) {
      remaining.and(HAS_WORDS, "words", known.words());
    }
    Conditions leading = new Conditions();
    if (lower != null) {
      leading.and("started_at >= :lower", "lower", Position.sql(lower));
    }
    String key = narrow ? null : leadingAttribute(filter, known);
    if (key != null) {
      attributes.removeIf(entry -> entry.getKey().equals(key));
      leading.and("key = :leadingKey", "leadingKey", key);
      leading.and("value = :leadingValue", "leadingValue", filter.attributes().get(key));
      checks(filter, known, remaining);
      attributes(attributes, known, remaining);
      return table(Lead.KEYS, "execution_attributes", leading, remaining);
    }
    // a run without a model, tool or agent action is no run of an agent
    leading.and("step_count > 0");
    lead(filter, known, leading, remaining);
    attributes(attributes, known, remaining);
    return table(Lead.ROWS, "executions", leading, remaining);
  }

  private static @Nullable String leadingAttribute(ExecutionFilter filter, Known known) {
    return filter.attributes().keySet().stream()
        .filter(known.declared()::contains)
        .findFirst()
        .orElse(null);
  }

  /// Chooses what leads: the most selective condition that has an index of its own.
  private static void lead(
      ExecutionFilter filter, Known known, Conditions leading, Conditions remaining) {
    Conditions first = leading;
    if (filter.trace() != null) {
      traceIs(filter, known, first);
      first = remaining;
    }
    if (filter.session() != null) {
      first.and("session_id = :session", "session", filter.session());
      first = remaining;
    }
    if (filter.user() != null) {
      first.and("user_id = :user", "user", filter.user());
      first = remaining;
    }
    if (known.agent() != null) {
      first.and("agent_id = :agent", "agent", known.agent());
      first = remaining;
    }
    outcomeIs(filter, filter.success() == Outcome.FAILED ? first : remaining);
  }

  /// Everything that could have led, when something else leads.
  private static void checks(ExecutionFilter filter, Known known, Conditions remaining) {
    if (filter.trace() != null) {
      traceIs(filter, known, remaining);
    }
    remaining
        .and("session_id = :session", "session", filter.session())
        .and("user_id = :user", "user", filter.user())
        .and("agent_id = :agent", "agent", known.agent());
    outcomeIs(filter, remaining);
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
            .and("status = :status", "status", filter.status())
            .and("error_type = :errorType", "errorType", filter.errorType())
            .and("environment = :environment", "environment", filter.environment())
            .and(":model = any(models)", "model", filter.model())
            .and("agent_version = :version", "version", filter.version())
            .and("prompt_name = :promptName", "promptName", filter.promptName())
            .and("prompt_version = :promptVersion", "promptVersion", filter.promptVersion())
            .and("arm = :arm", "arm", filter.arm())
            .and("task_class = :taskClass", "taskClass", filter.taskClass())
            .and("cost_nano >= :minCost", "minCost", filter.minCostNano())
            .and("duration_nanos >= :minDuration", "minDuration", filter.minDurationNanos());
    if (filter.root() != null) {
      remaining.and(filter.root() ? "parent_span is null" : "parent_span is not null");
    }
    return remaining;
  }

  /// Attributes that do not lead: declared ones by their rows, others in the run's own metadata.
  private static void attributes(
      Iterable<Map.Entry<String, String>> attributes, Known known, Conditions remaining) {
    int number = 0;
    for (Map.Entry<String, String> attribute : attributes) {
      String key = "key" + number;
      String value = "value" + number++;
      remaining.and("true", key, attribute.getKey());
      remaining.and(
          known.declared().contains(attribute.getKey())
              ? """
              exists (select from execution_attributes x where x.day = e.day and x.key = :%s and x.value = :%s
                and x.started_at = e.started_at and x.trace_id = e.trace_id and x.span_id = e.span_id)\
              """
                  .formatted(key, value)
              : "(attributes is not null and attributes::jsonb ->> :%s = :%s)"
                  .formatted(key, value),
          value,
          attribute.getValue());
    }
  }

  private static ExecutionSearch table(
      Lead lead, String table, Conditions leading, Conditions remaining) {
    leading.and(BELOW);
    String columns = lead == Lead.ROWS ? "*" : "day, trace_id, span_id, started_at";
    String candidates = "select " + columns + " from " + table + " where " + leading.sql();
    return new ExecutionSearch(
        lead, candidates, remaining.sql(), remaining.isEmpty(), joined(leading, remaining));
  }

  private static ExecutionSearch words(
      String words, @Nullable Instant lower, Conditions remaining) {
    Conditions leading =
        new Conditions()
            .and("true", "words", words)
            .and("true", "lower", Position.sql(lower == null ? BEGINNING : lower));
    return new ExecutionSearch(
        Lead.WORDS, WORDS, remaining.sql(), remaining.isEmpty(), joined(leading, remaining));
  }

  private static Map<String, Object> joined(Conditions leading, Conditions remaining) {
    Map<String, Object> all = new HashMap<>(leading.parameters());
    all.putAll(remaining.parameters());
    return all;
  }

  /// The same search for words that are common.
  ExecutionSearch amongNewest() {
    return new ExecutionSearch(Lead.NEWEST_WORDS, NEWEST_WORDS, remaining, false, parameters);
  }

  /// What the candidates are a part of: the place of its `:scan`th entry is how far a search
  /// looked.
  String walked() {
    return lead == Lead.NEWEST_WORDS ? WALKED : candidates;
  }
}
