package dev.metaagent.executions.store;

import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.database.BulkInsert;
import dev.metaagent.executions.ColumnText;
import dev.metaagent.executions.assembly.ExecutionLabels;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.SourceRevision;
import dev.metaagent.kernel.TraceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of executions as ingest reads and writes them.
@Repository
public class ExecutionStore {

  private static final Duration LATE = Duration.ofMinutes(10);
  private static final int MOST_ATTRIBUTES = 40;
  private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

  private static final String LOAD =
      """
      select * from executions where organization_id = ? and day = ? and trace_id = any(?)
      """;

  private static final String REMOVE =
      """
      delete from executions using unnest(?::uuid[], ?::int8[]) as x(trace_id, span_id)
      where organization_id = ? and day = ? and executions.trace_id = x.trace_id and executions.span_id = x.span_id
      """;

  /// An execution with its place.
  ///
  /// @param fresh whether nothing of its trace is stored, so that its row cannot exist
  public record Placed(TraceId trace, LocalDate day, ExecutionState state, boolean fresh) {}

  private final JsonMapper json;
  private final AttributeStore attributes;

  ExecutionStore(JsonMapper json, AttributeStore attributes) {
    this.json = json;
    this.attributes = attributes;
  }

  public Map<Long, ExecutionState> load(
      Connection connection, OrganizationId organization, LocalDate day, TraceId trace)
      throws SQLException {
    return load(connection, organization, day, Set.of(trace)).getOrDefault(trace, Map.of());
  }

  /// The executions of traces of one day, by the span that begins them.
  public Map<TraceId, Map<Long, ExecutionState>> load(
      Connection connection, OrganizationId organization, LocalDate day, Collection<TraceId> traces)
      throws SQLException {
    Map<TraceId, Map<Long, ExecutionState>> states = new HashMap<>();
    if (traces.isEmpty()) {
      return states;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, LOAD, day)) {
      statement.setObject(1, organization.value());
      statement.setArray(
          2, connection.createArrayOf("uuid", traces.stream().map(TraceId::value).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ExecutionState state = state(row);
          states
              .computeIfAbsent(
                  new TraceId(row.getObject("trace_id", UUID.class)), _ -> new HashMap<>())
              .put(state.span, state);
        }
      }
    }
    return states;
  }

  /// Removes executions of one day.
  public void remove(
      Connection connection, OrganizationId organization, LocalDate day, List<ExecutionId> gone)
      throws SQLException {
    if (gone.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = OfDay.prepare(connection, REMOVE, day)) {
      statement.setArray(
          1,
          connection.createArrayOf("uuid", gone.stream().map(id -> id.trace().value()).toArray()));
      statement.setArray(
          2, connection.createArrayOf("int8", gone.stream().map(ExecutionId::span).toArray()));
      statement.setObject(3, organization.value());
      statement.executeUpdate();
    }
  }

  public void write(
      Connection connection,
      OrganizationId organization,
      List<String> declaredKeys,
      List<Placed> executions)
      throws SQLException {
    rows(organization, executions.stream().filter(Placed::fresh).toList()).insertNew(connection);
    rows(organization, executions.stream().filter(placed -> !placed.fresh()).toList())
        .insertOrReplace(connection, "day", "trace_id", "span_id");
    attributes.write(connection, organization, declaredKeys, executions);
  }

  private BulkInsert<Placed> rows(OrganizationId organization, List<Placed> executions) {
    BulkInsert<Placed> rows = new BulkInsert<>("executions", organization.value(), executions);
    place(rows);
    use(rows);
    fail(rows);
    return rows;
  }

  /// Columns of identity, times and labels.
  private void place(BulkInsert<Placed> rows) {
    rows.day("day", Placed::day)
        .uuid("trace_id", placed -> placed.trace().value())
        .bigint("span_id", placed -> placed.state().span)
        .uuid("agent_id", placed -> Objects.requireNonNull(placed.state().agent).value())
        .text("name", placed -> ColumnText.to(placed.state().name, 300))
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
        .text("session_id", placed -> ColumnText.to(placed.state().session, 300))
        .text("user_id", placed -> ColumnText.to(placed.state().user, 300))
        .text("environment", placed -> ColumnText.to(placed.state().environment, 100))
        .text("own_session", placed -> own(placed, ExecutionLabels.Fact.SESSION, 300))
        .text("own_user", placed -> own(placed, ExecutionLabels.Fact.USER, 300))
        .text("own_environment", placed -> own(placed, ExecutionLabels.Fact.ENVIRONMENT, 100))
        .text("service_name", placed -> own(placed, ExecutionLabels.Fact.SERVICE, 200))
        .text("framework", placed -> own(placed, ExecutionLabels.Fact.FRAMEWORK, 100))
        .text("agent_version", placed -> own(placed, ExecutionLabels.Fact.VERSION, 100))
        .text("prompt_name", placed -> own(placed, ExecutionLabels.Fact.PROMPT_NAME, 200))
        .text("prompt_version", placed -> own(placed, ExecutionLabels.Fact.PROMPT_VERSION, 100))
        .text("arm", placed -> own(placed, ExecutionLabels.Fact.ARM, 100))
        .text("task_class", placed -> own(placed, ExecutionLabels.Fact.TASK_CLASS, 200))
        .text("vcs_repository", placed -> source(placed, SourceRevision::repository))
        .text("vcs_ref", placed -> source(placed, SourceRevision::ref))
        .text("vcs_commit", placed -> source(placed, SourceRevision::commit))
        .integer("said_by_beginning", placed -> placed.state().facts.saidByBeginning())
        .real("assignment_probability", placed -> placed.state().assignmentProbability)
        .text("attributes", placed -> attributes(placed.state()))
        .integer("mapping_version", placed -> SpanMapping.MAPPING_VERSION);
  }

  /// Columns of learnings, calls and usage.
  private void use(BulkInsert<Placed> rows) {
    rows.texts("learnings", placed -> List.copyOf(placed.state().learnings))
        .texts("models", placed -> placed.state().modelsByTokens())
        .bigints("model_tokens", placed -> tokens(placed.state()))
        .bigint("input_tokens", placed -> placed.state().inputTokens)
        .bigint("output_tokens", placed -> placed.state().outputTokens)
        .bigint("cache_read_tokens", placed -> placed.state().cacheReadTokens)
        .bigint("cache_write_tokens", placed -> placed.state().cacheWriteTokens)
        .bigint("reasoning_tokens", placed -> placed.state().reasoningTokens)
        .bigint("cost_nano", placed -> placed.state().costNano)
        .integer("unpriced_calls", placed -> placed.state().unpricedCalls)
        .bool("usage_of_agent", placed -> placed.state().usageOfAgent)
        .integer("action_count", placed -> placed.state().actions)
        .integer("step_count", placed -> placed.state().steps)
        .integer("error_count", placed -> placed.state().errors);
  }

  /// Columns of the error, and of the facts stated by the beginning.
  private void fail(BulkInsert<Placed> rows) {
    rows.text("error_type", placed -> ColumnText.to(placed.state().errorType(), 200))
        .text("error_message", placed -> ColumnText.to(placed.state().errorMessage(), 500))
        .bigint("error_span", placed -> placed.state().errorSpan())
        .text("fault_type", placed -> ColumnText.to(placed.state().faultType, 200))
        .text("fault_message", placed -> ColumnText.to(placed.state().faultMessage, 500))
        .bigint("fault_span", placed -> placed.state().faultSpan)
        .bigint("fault_nanos", placed -> placed.state().faultNanos)
        .bool(
            "joined_failed",
            placed -> placed.state().joinedFailed || placed.state().handedOverFailed)
        .text(
            "beginning_error_type", placed -> ColumnText.to(placed.state().beginningErrorType, 200))
        .text(
            "beginning_error_message",
            placed -> ColumnText.to(placed.state().beginningErrorMessage, 500))
        .integer("beginning_status", placed -> placed.state().beginningStatus)
        .bigint("started_nanos", placed -> placed.state().startedNanos)
        .bigint("ended_nanos", placed -> placed.state().endedNanos);
  }

  private static @Nullable String own(Placed placed, ExecutionLabels.Fact fact, int limit) {
    return ColumnText.to(placed.state().facts.get(fact), limit);
  }

  private static @Nullable String source(
      Placed placed, Function<SourceRevision, @Nullable String> part) {
    SourceRevision source = placed.state().facts.source();
    return source == null ? null : part.apply(source);
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
    return state.attributes.isEmpty() ? null : json.writeValueAsString(keptAttributes(state));
  }

  /// The attributes of a run that are stored, within their limits.
  static Map<String, String> keptAttributes(ExecutionState state) {
    Map<String, String> kept = new TreeMap<>();
    for (Map.Entry<String, String> attribute : state.attributes.entrySet()) {
      if (kept.size() == MOST_ATTRIBUTES) {
        break;
      }
      kept.put(
          attribute.getKey(), Objects.requireNonNull(ColumnText.to(attribute.getValue(), 500)));
    }
    return kept;
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
    state.before =
        new ExecutionState.Before(
            ended == null ? null : ended.toInstant(),
            state.agent,
            state.status,
            row.getObject("success", Boolean.class),
            row.getString("success_source"),
            real(row, "success_confidence"));
    return state;
  }

  private static void readTexts(ResultSet row, ExecutionState state) throws SQLException {
    int bits = row.getInt("said_by_beginning");
    state.facts.restore(ExecutionLabels.Fact.SESSION, row.getString("own_session"), bits);
    state.facts.restore(ExecutionLabels.Fact.USER, row.getString("own_user"), bits);
    state.facts.restore(ExecutionLabels.Fact.ENVIRONMENT, row.getString("own_environment"), bits);
    state.facts.restore(ExecutionLabels.Fact.SERVICE, row.getString("service_name"), bits);
    state.facts.restore(ExecutionLabels.Fact.FRAMEWORK, row.getString("framework"), bits);
    state.facts.restore(ExecutionLabels.Fact.VERSION, row.getString("agent_version"), bits);
    state.facts.restore(ExecutionLabels.Fact.PROMPT_NAME, row.getString("prompt_name"), bits);
    state.facts.restore(ExecutionLabels.Fact.PROMPT_VERSION, row.getString("prompt_version"), bits);
    state.facts.restore(ExecutionLabels.Fact.ARM, row.getString("arm"), bits);
    state.facts.restore(ExecutionLabels.Fact.TASK_CLASS, row.getString("task_class"), bits);
    SourceRevision source =
        SourceRevision.stored(
            row.getString("vcs_repository"), row.getString("vcs_ref"), row.getString("vcs_commit"));
    state.facts.restore(ExecutionLabels.Fact.SOURCE, source == null ? null : source.lines(), bits);
    state.session = row.getString("session_id");
    state.user = row.getString("user_id");
    state.environment = row.getString("environment");
    state.learnings.addAll(Arrays.asList((String[]) row.getArray("learnings").getArray()));
    state.assignmentProbability = real(row, "assignment_probability");
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
    state.usageOfAgent = row.getBoolean("usage_of_agent");
    state.acting = true;
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

  private static @Nullable Double real(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : Double.valueOf(value);
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }
}
