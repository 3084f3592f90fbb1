package dev.metaagent.search.groups;

import dev.metaagent.search.GroupTally;
import dev.metaagent.search.MetricGroups;
import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.query.AgentNames;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Groups of more executions than are counted one by one in a moment, from metric buckets: where
/// these know everything that is asked for. A run counts in the hour in which it ended, and in its
/// main model.
@Component
class BucketGroups {

  private static final Map<ExecutionField, String> DIMENSIONS =
      Map.of(
          ExecutionField.MODEL, "model",
          ExecutionField.VERSION, "version",
          ExecutionField.PROMPT_NAME, "prompt_name",
          ExecutionField.PROMPT_VERSION, "prompt_version",
          ExecutionField.ENVIRONMENT, "environment",
          ExecutionField.ARM, "arm");

  private static final Map<GroupBy.Kind, String> KEYS =
      Map.of(
          GroupBy.Kind.AGENT, "agent_id",
          GroupBy.Kind.MODEL, "model",
          GroupBy.Kind.ENVIRONMENT, "environment",
          GroupBy.Kind.VERSION, "version",
          GroupBy.Kind.PROMPT_VERSION, "prompt_version");

  private final ObjectProvider<MetricGroups> metrics;
  private final AgentNames agents;

  BucketGroups(ObjectProvider<MetricGroups> metrics, AgentNames agents) {
    this.metrics = metrics;
    this.agents = agents;
  }

  /// The groups, within the transaction of the caller; empty when runs are to be counted.
  Optional<List<GroupTally>> of(ExecutionFilter filter, GroupBy by, Instant from, Instant to) {
    String key = KEYS.get(by.kind());
    MetricGroups source = metrics.getIfAvailable();
    if (key == null || source == null || !isOfDimensions(filter)) {
      return Optional.empty();
    }
    Map<String, List<String>> equal = new java.util.HashMap<>();
    DIMENSIONS.forEach((field, column) -> {
      if (filter.asked(field).names()) {
        equal.put(column, filter.asked(field).any());
      }
    });
    List<UUID> wanted =
        filter.asked(ExecutionField.AGENT).any().stream()
            .flatMap(text -> agents.find(text).stream())
            .toList();
    MetricGroups.Question question = new MetricGroups.Question(key, wanted, equal, from, to);
    return source.executions(question) <= GroupsReport.MOST
        ? Optional.empty()
        : Optional.of(source.groups(question));
  }

  /// Whether a filter asks for nothing but agents and single dimensions of buckets.
  private static boolean isOfDimensions(ExecutionFilter filter) {
    Map<ExecutionField, Boolean> asked = new EnumMap<>(ExecutionField.class);
    filter
        .fields()
        .forEach((field, values) ->
            asked.put(
                field,
                (field == ExecutionField.AGENT || DIMENSIONS.containsKey(field))
                    && values.none().isEmpty()
                    && values.names()));
    return filter.isOfFieldsAlone() && !asked.containsValue(false);
  }
}
