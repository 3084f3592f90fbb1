package dev.metaagent.search.executions;

import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionSearch;
import dev.metaagent.search.query.RecordedExecutions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the failed runs of a filter have in common that the others have not: attributes and values
/// with which runs fail more often than without. What says the same of the same failed runs is one
/// trait.
@Component
class Facets {

  private static final int MOST = 20_000;
  private static final int MOST_KEYS = 5_000;
  private static final int VALUES = 200;
  private static final int MOST_VALUES = 1_000;

  private static final String READ =
      """
      select e.success, a.name as agent, e.models[1] as model, e.agent_version as version,
        e.prompt_name as "promptName", e.prompt_version as "promptVersion", e.environment, e.framework,
        e.service_name as "serviceName", e.arm, e.task_class as "taskClass", e.input_tokens, e.duration_nanos,
        e.action_count, e.attributes
      from (
        select e.* from {rows} where e.success is not null and ({remaining})
      ) e
      left join agent_registry a on a.organization_id = e.organization_id and a.id = e.agent_id
      """;

  private static final List<String> FIELDS =
      List.of(
          "agent",
          "model",
          "version",
          "promptName",
          "promptVersion",
          "environment",
          "framework",
          "serviceName",
          "arm",
          "taskClass");

  private static final Map<String, String> NUMBERS =
      Map.of(
          "inputTokens", "input_tokens",
          "durationMs", "duration_nanos",
          "actionCount", "action_count");

  /// The answer.
  @Schema(name = "ExecutionFacets")
  record Answer(
      @Schema(description = "failed runs that were compared") long failed,
      @Schema(description = "succeeded runs that were compared") long other,
      List<Trait> traits,
      @Schema(description = "false when only the newest matches were compared") boolean complete) {}

  /// One attribute and value. For numbers the value is `> threshold`.
  @Schema(name = "ExecutionTrait")
  record Trait(
      String field,
      String value,
      @Schema(description = "share of the failed runs that have it") double failedShare,
      @Schema(description = "share of the succeeded runs that have it") double otherShare,
      @Schema(description = "failed runs with it, at least 10") long failedCount,
      @Schema(description = "succeeded runs with it") long otherCount,
      @Schema(description = "runs with it") long runs,
      @Schema(description = "failed runs among those with it") double failureRate,
      @Schema(description = "runs without it") long restRuns,
      @Schema(description = "failed runs among those without it") double restFailureRate,
      @Schema(description = "how many times as often runs fail with it as without") double lift,
      @Schema(description = "attributes and values of the same failed runs") List<Also> also) {}

  @Schema(name = "ExecutionTraitSynonym")
  record Also(String field, String value) {}

  private final JsonMapper json;
  private final RecordedExecutions executions;
  private final ExecutionList list;

  Facets(JsonMapper json, RecordedExecutions executions, ExecutionList list) {
    this.json = json;
    this.executions = executions;
    this.list = list;
  }

  /// Compares within the transaction of the caller. What the filter says about success is left out,
  /// since failed runs are compared with the others.
  Answer of(ExecutionFilter filter) {
    ExecutionFilter any = filter.anyOutcome();
    Position start = Position.newest(any.to());
    Optional<ExecutionSearch> search = list.search(any, any.lookBack(), start);
    if (search.isEmpty()) {
      return new Answer(0, 0, List.of(), true);
    }
    Tally tally = new Tally();
    int most = search.get().lead() == ExecutionSearch.Lead.ROWS ? MOST : MOST_KEYS;
    executions.read(READ, search.get(), start, most, Map.of(), tally::add);
    boolean complete = executions.last(search.get(), start, most).isEmpty();
    return new Answer(tally.failed, tally.other, tally.traits(), complete);
  }

  /// Runs by field and value.
  private final class Tally {
    private final Map<FacetTraits.Value, FacetTraits.Runs> values = new HashMap<>();
    private final Map<String, List<FacetTraits.Measured>> numbers = new HashMap<>();
    private final Map<String, Integer> distinct = new HashMap<>();
    private int failed;
    private long other;

    void add(java.sql.ResultSet row) throws java.sql.SQLException {
      int failure = row.getBoolean("success") ? FacetTraits.SUCCEEDED : failed++;
      other += failure == FacetTraits.SUCCEEDED ? 1 : 0;
      for (String field : FIELDS) {
        count(field, row.getString(field), failure);
      }
      for (Map.Entry<String, String> number : NUMBERS.entrySet()) {
        long value = row.getLong(number.getValue());
        if (!row.wasNull()) {
          numbers
              .computeIfAbsent(number.getKey(), _ -> new ArrayList<>())
              .add(new FacetTraits.Measured(value, failure));
        }
      }
      String attributes = row.getString("attributes");
      if (attributes != null) {
        countAttributes(attributes, failure);
      }
    }

    private void countAttributes(String attributes, int failure) {
      try {
        JsonNode object = json.readTree(attributes);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          if (entry.getValue().isValueNode()) {
            count("attr." + entry.getKey(), entry.getValue().asString(), failure);
          }
        }
      } catch (JacksonException e) {
        // metadata that is not JSON says nothing here
      }
    }

    /// A field with more than a thousand values is an id: it tells single runs apart.
    private void count(String field, @Nullable String value, int failure) {
      if (value == null || value.isEmpty() || value.length() > VALUES) {
        return;
      }
      FacetTraits.Value key = new FacetTraits.Value(field, value);
      FacetTraits.Runs known = values.get(key);
      if (known == null && distinct.merge(field, 1, Integer::sum) <= MOST_VALUES) {
        known = new FacetTraits.Runs();
        values.put(key, known);
      }
      if (known != null) {
        known.add(failure);
      }
    }

    List<Trait> traits() {
      return new FacetTraits(failed, other).of(values, numbers);
    }
  }
}
