package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.SpanMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of executions as intake reads and writes them.
@Repository
class ExecutionStore {

  private static final Duration LATE = Duration.ofMinutes(10);
  private static final int MOST_ATTRIBUTES = 40;
  private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

  private static final String LOAD =
      """
      select * from executions where organization_id = ? and day = ? and trace_id = ?
      """;

  private static final String REMOVE =
      """
      delete from executions where organization_id = ? and day = ? and trace_id = ? and span_id = any(?)
      """;

  /// An execution with its place.
  record Placed(TraceId trace, LocalDate day, ExecutionState state) {}

  private record Attribute(Placed execution, String key, String value) {}

  private final JsonMapper json;

  ExecutionStore(JsonMapper json) {
    this.json = json;
  }

  Map<Long, ExecutionState> load(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, day);
      statement.setObject(3, trace.value());
      Map<Long, ExecutionState> states = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ExecutionState state = state(row);
          states.put(state.span, state);
        }
      }
      return states;
    }
  }

  void remove(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Set<Long> spans)
      throws SQLException {
    if (spans.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setObject(1, organization.value());
      statement.setObject(2, day);
      statement.setObject(3, trace.value());
      statement.setArray(4, connection.createArrayOf("int8", spans.toArray(new Long[0])));
      statement.executeUpdate();
    }
  }

  void write(
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      List<Placed> executions)
      throws SQLException {
    new BulkInsert<>("executions", organization.value(), executions)
        .day("day", Placed::day)
        .uuid("trace_id", placed -> placed.trace().value())
        .bigint("span_id", placed -> placed.state().span)
        .uuid("agent_id", placed -> Objects.requireNonNull(placed.state().agent).value())
        .text("name", placed -> Cut.to(placed.state().name, 300))
        .bigint("above_span", placed -> placed.state().aboveSpan)
        .bigint("parent_span", placed -> placed.state().parentSpan)
        .integer("status", placed -> placed.state().status)
        .bool("success", placed -> placed.state().success())
        .text("success_source", placed -> placed.state().successSource())
        .real("success_confidence", placed -> placed.state().successConfidence())
        .bool("declared_success", placed -> placed.state().declaredSuccess)
        .time("started_at", placed -> placed.state().startedAt())
        .time("ended_at", placed -> placed.state().endedAt())
        .bigint("duration_nanos", placed -> placed.state().durationNanos())
        .time("arrived_at", placed -> placed.state().arrivedAt)
        .bool("late", placed -> late(placed.state()))
        .bool("implausible", placed -> placed.state().implausible)
        .text("session_id", placed -> Cut.to(placed.state().session, 300))
        .text("user_id", placed -> Cut.to(placed.state().user, 300))
        .text("environment", placed -> Cut.to(placed.state().environment, 100))
        .text("own_session", placed -> own(placed, Texts.Fact.SESSION, 300))
        .text("own_user", placed -> own(placed, Texts.Fact.USER, 300))
        .text("own_environment", placed -> own(placed, Texts.Fact.ENVIRONMENT, 100))
        .text("service_name", placed -> own(placed, Texts.Fact.SERVICE, 200))
        .text("framework", placed -> own(placed, Texts.Fact.FRAMEWORK, 100))
        .text("agent_version", placed -> own(placed, Texts.Fact.VERSION, 100))
        .text("prompt_name", placed -> own(placed, Texts.Fact.PROMPT_NAME, 200))
        .text("prompt_version", placed -> own(placed, Texts.Fact.PROMPT_VERSION, 100))
        .text("arm", placed -> own(placed, Texts.Fact.ARM, 100))
        .text("task_class", placed -> own(placed, Texts.Fact.TASK_CLASS, 200))
        .integer("said_by_beginning", placed -> placed.state().facts.saidByBeginning())
        .real("assignment_probability", placed -> placed.state().assignmentProbability)
        .texts("learnings", placed -> List.copyOf(placed.state().learnings))
        .texts("models", placed -> placed.state().modelsByTokens())
        .bigints("model_tokens", placed -> tokens(placed.state()))
        .bigint("input_tokens", placed -> placed.state().inputTokens)
        .bigint("output_tokens", placed -> placed.state().outputTokens)
        .bigint("cache_read_tokens", placed -> placed.state().cacheReadTokens)
        .bigint("cache_write_tokens", placed -> placed.state().cacheWriteTokens)
        .bigint("reasoning_tokens", placed -> placed.state().reasoningTokens)
        .bigint("cost_nano", placed -> placed.state().costNano)
        .integer("unpriced_calls", placed -> placed.state().unpricedCalls)
        .integer("action_count", placed -> placed.state().actions)
        .integer("step_count", placed -> placed.state().steps)
        .integer("error_count", placed -> placed.state().errors)
        .text("error_type", placed -> failed(placed.state()) ? placed.state().faultType : null)
        .text(
            "error_message", placed -> failed(placed.state()) ? placed.state().faultMessage : null)
        .bigint(
            "error_span",
            placed -> failed(placed.state()) ? Long.valueOf(placed.state().faultSpan) : null)
        .text("fault_type", placed -> Cut.to(placed.state().faultType, 200))
        .text("fault_message", placed -> Cut.to(placed.state().faultMessage, 500))
        .bigint("fault_span", placed -> placed.state().faultSpan)
        .bigint("fault_nanos", placed -> placed.state().faultNanos)
        .bool(
            "joined_failed",
            placed -> placed.state().joinedFailed || placed.state().handedOverFailed)
        .text("beginning_error_type", placed -> Cut.to(placed.state().beginningErrorType, 200))
        .text(
            "beginning_error_message", placed -> Cut.to(placed.state().beginningErrorMessage, 500))
        .integer("beginning_status", placed -> placed.state().beginningStatus)
        .bigint("started_nanos", placed -> placed.state().startedNanos)
        .bigint("ended_nanos", placed -> placed.state().endedNanos)
        .text("attributes", placed -> attributes(placed.state()))
        .integer("mapping_version", placed -> SpanMapping.MAPPING_VERSION)
        .insertOrReplace(connection, "day", "trace_id", "span_id");
    writeAttributes(connection, organization, declaredKeys, executions);
  }

  private static boolean failed(ExecutionState state) {
    return state.status == ExecutionState.ERROR && state.faultSpan != 0;
  }

  private static @Nullable String own(Placed placed, Texts.Fact fact, int limit) {
    return Cut.to(placed.state().facts.get(fact), limit);
  }

  private static List<Long> tokens(ExecutionState state) {
    return state.modelsByTokens().stream()
        .map(model -> state.models.getOrDefault(model, 0L))
        .toList();
  }

  private static boolean late(ExecutionState state) {
    Instant end = state.endedAt();
    return end != null && end.plus(LATE).isBefore(state.arrivedAt);
  }

  private @Nullable String attributes(ExecutionState state) {
    if (state.attributes.isEmpty()) {
      return null;
    }
    Map<String, String> kept = new TreeMap<>();
    for (Map.Entry<String, String> attribute : state.attributes.entrySet()) {
      if (kept.size() == MOST_ATTRIBUTES) {
        break;
      }
      kept.put(attribute.getKey(), Objects.requireNonNull(Cut.to(attribute.getValue(), 500)));
    }
    return json.writeValueAsString(kept);
  }

  private static void writeAttributes(
      Connection connection,
      OrganizationId organization,
      List<String> keys,
      List<Placed> executions)
      throws SQLException {
    List<Attribute> attributes = new ArrayList<>();
    for (Placed placed : executions) {
      for (String key : keys) {
        String value = placed.state().attributes.get(key);
        if (value != null) {
          attributes.add(new Attribute(placed, key, Objects.requireNonNull(Cut.to(value, 500))));
        }
      }
    }
    new BulkInsert<>("execution_attributes", organization.value(), attributes)
        .day("day", attribute -> attribute.execution().day())
        .text("key", Attribute::key)
        .text("value", Attribute::value)
        .time("started_at", attribute -> attribute.execution().state().startedAt())
        .uuid("trace_id", attribute -> attribute.execution().trace().value())
        .bigint("span_id", attribute -> attribute.execution().state().span)
        .insertNew(connection);
  }

  private ExecutionState state(ResultSet row) throws SQLException {
    ExecutionState state = new ExecutionState(row.getLong("span_id"));
    state.agent = new AgentId(row.getObject("agent_id", UUID.class));
    state.name = row.getString("name");
    state.aboveSpan = row.getLong("above_span");
    state.parentSpan = number(row, "parent_span");
    state.status = row.getInt("status");
    state.declaredSuccess = row.getObject("declared_success", Boolean.class);
    state.startedNanos = row.getLong("started_nanos");
    state.endedNanos = row.getLong("ended_nanos");
    state.beganHere = state.span != 0;
    state.beginningStatus = row.getInt("beginning_status");
    state.arrivedAt = row.getTimestamp("arrived_at").toInstant();
    state.implausible = row.getBoolean("implausible");
    readTexts(row, state);
    readSums(row, state);
    String attributes = row.getString("attributes");
    if (attributes != null) {
      state.attributes.putAll(json.readValue(attributes, ATTRIBUTES));
    }
    Timestamp ended = row.getTimestamp("ended_at");
    state.before = new ExecutionState.Before(ended == null ? null : ended.toInstant(), state.agent);
    return state;
  }

  private static void readTexts(ResultSet row, ExecutionState state) throws SQLException {
    int bits = row.getInt("said_by_beginning");
    state.facts.restore(Texts.Fact.SESSION, row.getString("own_session"), bits);
    state.facts.restore(Texts.Fact.USER, row.getString("own_user"), bits);
    state.facts.restore(Texts.Fact.ENVIRONMENT, row.getString("own_environment"), bits);
    state.facts.restore(Texts.Fact.SERVICE, row.getString("service_name"), bits);
    state.facts.restore(Texts.Fact.FRAMEWORK, row.getString("framework"), bits);
    state.facts.restore(Texts.Fact.VERSION, row.getString("agent_version"), bits);
    state.facts.restore(Texts.Fact.PROMPT_NAME, row.getString("prompt_name"), bits);
    state.facts.restore(Texts.Fact.PROMPT_VERSION, row.getString("prompt_version"), bits);
    state.facts.restore(Texts.Fact.ARM, row.getString("arm"), bits);
    state.facts.restore(Texts.Fact.TASK_CLASS, row.getString("task_class"), bits);
    state.session = row.getString("session_id");
    state.user = row.getString("user_id");
    state.environment = row.getString("environment");
    state.learnings.addAll(Arrays.asList((String[]) row.getArray("learnings").getArray()));
    double probability = row.getDouble("assignment_probability");
    state.assignmentProbability = row.wasNull() ? null : Double.valueOf(probability);
    String[] models = (String[]) row.getArray("models").getArray();
    Long[] tokens = (Long[]) row.getArray("model_tokens").getArray();
    for (int i = 0; i < models.length; i++) {
      state.models.put(models[i], i < tokens.length ? tokens[i] : 0L);
    }
  }

  private static void readSums(ResultSet row, ExecutionState state) throws SQLException {
    state.inputTokens = number(row, "input_tokens");
    state.outputTokens = number(row, "output_tokens");
    state.cacheReadTokens = number(row, "cache_read_tokens");
    state.cacheWriteTokens = number(row, "cache_write_tokens");
    state.reasoningTokens = number(row, "reasoning_tokens");
    state.costNano = number(row, "cost_nano");
    state.unpricedCalls = row.getInt("unpriced_calls");
    state.actions = row.getInt("action_count");
    state.steps = row.getInt("step_count");
    state.errors = row.getInt("error_count");
    state.faultType = row.getString("fault_type");
    state.faultMessage = row.getString("fault_message");
    state.faultSpan = row.getLong("fault_span");
    state.faultNanos = row.getLong("fault_nanos");
    state.joinedFailed = row.getBoolean("joined_failed");
    state.beginningErrorType = row.getString("beginning_error_type");
    state.beginningErrorMessage = row.getString("beginning_error_message");
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }
}
