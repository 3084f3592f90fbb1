package dev.metaagent.search.query;

import dev.metaagent.search.filter.Asked;
import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The condition of a filter that an index of executions leads to: the most selective one.
sealed interface Leader {

  /// More alternatives than this are checked instead of led to.
  int MOST_ALTERNATIVES = 8;

  /// The runs of a trace.
  record Trace() implements Leader {}

  /// The runs with one of some values of a field.
  record Values(ExecutionField field, List<?> values) implements Leader {}

  /// The runs that failed.
  record Failed() implements Leader {}

  /// The runs of some statuses; ok is not among them: most runs are, and have no index of their
  /// own.
  record Status(List<Integer> codes) implements Leader {}

  /// Words, which have an index of their own.
  record Words() implements Leader {}

  /// The leader of a filter; null when only time leads.
  static @Nullable Leader of(ExecutionFilter filter, ExecutionSearch.Known known) {
    if (filter.trace() != null) {
      return new Trace();
    }
    for (ExecutionField field : ExecutionField.values()) {
      Asked asked = filter.asked(field);
      if (field.indexed() && asked.names()) {
        List<?> values = field == ExecutionField.AGENT ? agents(asked, known) : asked.any();
        if (!values.isEmpty() && values.size() <= MOST_ALTERNATIVES) {
          return new Values(field, values);
        }
      }
    }
    if (filter.outcomes().equals(java.util.Set.of(ExecutionFilter.Outcome.FAILED))) {
      return new Failed();
    }
    List<Integer> statuses = filter.statuses().stream().sorted().toList();
    return statuses.isEmpty() || statuses.contains(ExecutionRow.OK) ? null : new Status(statuses);
  }

  private static List<UUID> agents(Asked asked, ExecutionSearch.Known known) {
    Stream<UUID> ids =
        asked.any().stream().flatMap(text -> known.agents().getOrDefault(text, List.of()).stream());
    return ids.distinct().toList();
  }

  /// The conditions that lead, each an alternative, with their parameters in the order `leading0`,
  /// `leading1`, ...
  default List<String> alternatives() {
    return switch (this) {
      case Trace _ -> List.of("trace_id = :trace and day = :day");
      case Values values ->
          java.util.stream.IntStream.range(0, values.values().size())
              .mapToObj(number -> values.field().column() + " = :leading" + number)
              .toList();
      case Failed _ -> List.of("success = false");
      // the number is a literal in the statement, because the index is partial
      case Status status -> status.codes().stream().map(code -> "status = " + code).toList();
      case Words _ -> List.of("true");
    };
  }
}
