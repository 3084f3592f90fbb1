package dev.metaagent.search.query;

import dev.metaagent.search.filter.Asked;
import dev.metaagent.search.filter.Between;
import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.ExecutionFilter.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every condition of a filter as it is checked on a row `e` of executions, whatever led to the
/// row. What leads is left out, so that a search that needs nothing else is known to be exact.
final class ExecutionConditions {

  private static final String HAS_WORDS =
      """
      exists (select from execution_words w where w.organization_id = :organization and w.day = e.day
        and w.trace_id = e.trace_id
        and w.span_id = e.span_id and w.{column} @@ :words::tsquery)\
      """;

  private final ExecutionFilter filter;
  private final ExecutionSearch.Known known;
  private final Conditions conditions = new Conditions();

  private ExecutionConditions(ExecutionFilter filter, ExecutionSearch.Known known) {
    this.filter = filter;
    this.known = known;
  }

  /// The conditions without those of a leader.
  static Conditions of(
      ExecutionFilter filter, ExecutionSearch.Known known, @Nullable Leader leader) {
    return new ExecutionConditions(filter, known).all(leader);
  }

  private Conditions all(@Nullable Leader leader) {
    if (filter.trace() != null && !(leader instanceof Leader.Trace)) {
      conditions.and("trace_id = :trace", "trace", filter.trace().value());
      conditions.and("day = :day", "day", known.day());
    }
    filter
        .fields()
        .forEach((field, asked) -> {
          if (field == ExecutionField.MODEL) {
            models(asked);
          } else {
            boolean led = leader instanceof Leader.Values values && values.field() == field;
            field(field, asked, led);
          }
        });
    if (!(leader instanceof Leader.Failed)) {
      outcomes();
    }
    if (!filter.statuses().isEmpty() && !(leader instanceof Leader.Status)) {
      conditions.and("status in (%s)".formatted(numbers(filter.statuses())));
    }
    between("duration_nanos", "Duration", filter.durationNanos());
    between("cost_nano", "Cost", filter.costNano());
    between("tokens", "Tokens", filter.tokens());
    if (filter.root() != null) {
      conditions.and(filter.root() ? "parent_span is null" : "parent_span is not null");
    }
    if (known.words() != null && !(leader instanceof Leader.Words)) {
      conditions.and(
          HAS_WORDS.replace("{column}", filter.index().column()), "words", known.words());
    }
    attributes();
    return conditions;
  }

  private void field(ExecutionField field, Asked asked, boolean led) {
    String column = field.column();
    String name = field.name();
    if (!led) {
      known(column, asked.any(), "is not null");
      if (asked.names()) {
        conditions.and(
            "%s = any(:any%s)".formatted(column, name), "any" + name, values(field, asked.any()));
      }
    }
    known(column, asked.none(), "is null");
    if (!asked.none().isEmpty() && !asked.none().contains(Asked.EVERY)) {
      conditions.and(
          "(%s = any(:none%s)) is not true".formatted(column, name),
          "none" + name,
          values(field, asked.none()));
    }
  }

  private void known(String column, List<String> values, String test) {
    if (values.contains(Asked.EVERY)) {
      conditions.and(column + " " + test);
    }
  }

  /// Values as a parameter; an agent stands for itself and the names that were merged into it.
  private Object values(ExecutionField field, List<String> values) {
    return field == ExecutionField.AGENT
        ? values.stream()
            .flatMap(text -> known.agents().getOrDefault(text, List.of()).stream())
            .toArray(UUID[]::new)
        : values.toArray(String[]::new);
  }

  private void models(Asked asked) {
    known("models[1]", asked.any(), "is not null");
    if (asked.names()) {
      conditions.and("models && :anyModel::text[]", "anyModel", asked.any().toArray(String[]::new));
    }
    known("models[1]", asked.none(), "is null");
    if (!asked.none().isEmpty() && !asked.none().contains(Asked.EVERY)) {
      conditions.and(
          "not models && :noneModel::text[]", "noneModel", asked.none().toArray(String[]::new));
    }
  }

  private void outcomes() {
    if (!filter.outcomes().isEmpty()) {
      conditions.and(
          filter.outcomes().stream()
              .map(ExecutionConditions::is)
              .collect(Collectors.joining(" or ", "(", ")")));
    }
  }

  private static String is(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "success";
      case FAILED -> "success = false";
      case UNKNOWN -> "success is null";
    };
  }

  static String numbers(Collection<Integer> codes) {
    return codes.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void between(String column, String name, Between bounds) {
    conditions.and("%s >= :min%s".formatted(column, name), "min" + name, bounds.least());
    conditions.and("%s <= :max%s".formatted(column, name), "max" + name, bounds.most());
  }

  /// Attributes are checked on the execution: rows of declared ones only lead to it.
  private void attributes() {
    int number = 0;
    for (Map.Entry<String, Asked> attribute : filter.attributes().entrySet()) {
      String value = "attributes::jsonb ->> :key" + number;
      Asked asked = attribute.getValue();
      conditions.and("true", "key" + number, attribute.getKey());
      known("(" + value + ")", asked.any(), "is not null");
      if (asked.names()) {
        conditions.and(
            "(attributes is not null and %s = any(:values%d))".formatted(value, number),
            "values" + number,
            asked.any().toArray(String[]::new));
      }
      known("(" + value + ")", asked.none(), "is null");
      if (!asked.none().isEmpty() && !asked.none().contains(Asked.EVERY)) {
        conditions.and(
            "(%s = any(:noValues%d)) is not true".formatted(value, number),
            "noValues" + number,
            asked.none().toArray(String[]::new));
      }
      number++;
    }
  }
}
