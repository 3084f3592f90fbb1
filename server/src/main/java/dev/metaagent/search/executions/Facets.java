package dev.metaagent.search.executions;

import dev.metaagent.search.query.ExecutionFilter;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionSearch;
import dev.metaagent.search.query.Position;
import dev.metaagent.search.query.RecordedExecutions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the failed runs of a filter have in common that the others have not: for each attribute and
/// value the share among failed and among other runs, the largest differences first.
@Component
class Facets {

  private static final int MOST = 20_000;
  private static final int MOST_KEYS = 5_000;
  private static final int TRAITS = 8;
  private static final int VALUES = 200;
  private static final int ENOUGH = 3;
  private static final double DIFFERENT = 0.05;

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
      double failedShare,
      double otherShare,
      long failedCount,
      long otherCount) {

    double difference() {
      return failedShare - otherShare;
    }
  }

  private record Value(String field, String value) {}

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

  /// Counts by field and value, [failed, other].
  private final class Tally {
    private final Map<Value, long[]> counts = new HashMap<>();
    private final Map<String, List<long[]>> numbers = new HashMap<>();
    private long failed;
    private long other;

    void add(java.sql.ResultSet row) throws java.sql.SQLException {
      int side = row.getBoolean("success") ? 1 : 0;
      failed += 1 - side;
      other += side;
      for (String field : FIELDS) {
        count(field, row.getString(field), side);
      }
      for (Map.Entry<String, String> number : NUMBERS.entrySet()) {
        long value = row.getLong(number.getValue());
        if (!row.wasNull()) {
          numbers
              .computeIfAbsent(number.getKey(), key -> new ArrayList<>())
              .add(new long[] {value, side});
        }
      }
      String attributes = row.getString("attributes");
      if (attributes != null) {
        countAttributes(attributes, side);
      }
    }

    private void countAttributes(String attributes, int side) {
      try {
        JsonNode object = json.readTree(attributes);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          if (entry.getValue().isValueNode()) {
            count("attr." + entry.getKey(), entry.getValue().asString(), side);
          }
        }
      } catch (JacksonException e) {
        // metadata that is not JSON says nothing here
      }
    }

    private void count(String field, @Nullable String value, int side) {
      if (value != null && !value.isEmpty() && value.length() <= VALUES) {
        counts.computeIfAbsent(new Value(field, value), key -> new long[2])[side]++;
      }
    }

    /// The traits that differ most, one value for each field, and none without runs on both sides.
    List<Trait> traits() {
      if (failed == 0 || other == 0) {
        return List.of();
      }
      List<Trait> all = new ArrayList<>();
      counts.forEach((value, count) -> all.add(trait(value.field(), value.value(), count)));
      numbers.forEach((field, values) -> all.add(threshold(field, values)));
      Map<String, Trait> best = new HashMap<>();
      for (Trait trait : all) {
        if (trait.failedCount() >= ENOUGH && trait.difference() >= DIFFERENT) {
          best.merge(
              trait.field(), trait, (one, two) -> one.difference() >= two.difference() ? one : two);
        }
      }
      return best.values().stream()
          .sorted(
              Comparator.comparingDouble(Trait::difference).reversed().thenComparing(Trait::field))
          .limit(TRAITS)
          .toList();
    }

    private Trait trait(String field, String value, long[] count) {
      return new Trait(
          field, value, (double) count[0] / failed, (double) count[1] / other, count[0], count[1]);
    }

    /// The threshold above which the share of failed runs exceeds that of the others most.
    private Trait threshold(String field, List<long[]> values) {
      long[] sorted = values.stream().mapToLong(pair -> pair[0]).sorted().toArray();
      Trait best = trait(field, "", new long[2]);
      for (int tenth = 1; tenth < 10; tenth++) {
        long limit = rounded(sorted[sorted.length * tenth / 10]);
        long[] above = new long[2];
        values.stream().filter(pair -> pair[0] > limit).forEach(pair -> above[(int) pair[1]]++);
        Trait trait = trait(field, "> " + shown(field, limit), above);
        best = trait.difference() > best.difference() ? trait : best;
      }
      return best;
    }

    private static String shown(String field, long limit) {
      return String.valueOf(field.equals("durationMs") ? limit / 1_000_000 : limit);
    }

    /// Two significant digits, so that a threshold can be read and typed.
    private static long rounded(long value) {
      long unit = 1;
      while (value / unit >= 100) {
        unit *= 10;
      }
      return value / unit * unit;
    }
  }
}
