package dev.metaagent.search.query;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.SourceRevision;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.filter.Position;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One execution as stored, with the name of its agent.
public record ExecutionRow(
    LocalDate day,
    ExecutionId id,
    UUID agent,
    String agentName,
    String name,
    long aboveSpan,
    @Nullable Long parentSpan,
    int status,
    @Nullable Boolean success,
    @Nullable String successSource,
    @Nullable Float successConfidence,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long durationNanos,
    boolean late,
    @Nullable String sessionId,
    @Nullable String userId,
    @Nullable String environment,
    @Nullable String serviceName,
    @Nullable String framework,
    @Nullable String agentVersion,
    @Nullable String promptName,
    @Nullable String promptVersion,
    @Nullable String arm,
    @Nullable Double assignmentProbability,
    @Nullable String taskClass,
    List<String> learnings,
    List<String> models,
    Usage usage,
    int errorCount,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable Long errorSpan,
    @Nullable String attributes,
    @Nullable SourceRevision vcs) {

  /// What an execution used itself.
  public record Usage(
      @Nullable Long costNano,
      int unpricedCalls,
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long cacheRead,
      @Nullable Long cacheWrite,
      @Nullable Long reasoning,
      int actions) {

    /// Input and output together; null when neither is known.
    @Nullable Long tokens() {
      return input == null ? output : output == null ? input : Long.valueOf(input + output);
    }
  }

  static final int OK = 1;
  private static final List<String> STATUSES = List.of("unknown", "ok", "error", "running");

  /// The columns of `executions` that {@link #read} needs, apart from the agent's name.
  public static final String COLUMNS =
      """
      e.day, e.trace_id, e.span_id, e.agent_id, e.name, e.above_span, e.parent_span, e.status, e.success,
      e.success_source, e.success_confidence, e.started_at, e.ended_at, e.duration_nanos, e.late, e.session_id,
      e.user_id, e.environment, e.service_name, e.framework, e.agent_version, e.prompt_name, e.prompt_version, e.arm,
      e.assignment_probability, e.task_class, e.learnings, e.models, e.cost_nano, e.unpriced_calls, e.input_tokens,
      e.output_tokens, e.cache_read_tokens, e.cache_write_tokens, e.reasoning_tokens, e.action_count, e.error_count,
      e.error_type, e.error_message, e.error_span, e.attributes,
      e.vcs_repository, e.vcs_ref, e.vcs_commit
      """;

  public static ExecutionRow read(ResultSet row, int number) throws SQLException {
    return new ExecutionRow(
        row.getObject("day", LocalDate.class),
        new ExecutionId(new TraceId(row.getObject("trace_id", UUID.class)), row.getLong("span_id")),
        row.getObject("agent_id", UUID.class),
        row.getString("agent_name"),
        row.getString("name"),
        row.getLong("above_span"),
        row.getObject("parent_span", Long.class),
        row.getInt("status"),
        row.getObject("success", Boolean.class),
        row.getString("success_source"),
        row.getObject("success_confidence", Float.class),
        instant(row, "started_at"),
        optionalInstant(row, "ended_at"),
        row.getObject("duration_nanos", Long.class),
        row.getBoolean("late"),
        row.getString("session_id"),
        row.getString("user_id"),
        row.getString("environment"),
        row.getString("service_name"),
        row.getString("framework"),
        row.getString("agent_version"),
        row.getString("prompt_name"),
        row.getString("prompt_version"),
        row.getString("arm"),
        row.getObject("assignment_probability", Double.class),
        row.getString("task_class"),
        texts(row, "learnings"),
        texts(row, "models"),
        usage(row),
        row.getInt("error_count"),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getObject("error_span", Long.class),
        row.getString("attributes"),
        SourceRevision.stored(
            row.getString("vcs_repository"),
            row.getString("vcs_ref"),
            row.getString("vcs_commit")));
  }

  private static Usage usage(ResultSet row) throws SQLException {
    return new Usage(
        row.getObject("cost_nano", Long.class),
        row.getInt("unpriced_calls"),
        row.getObject("input_tokens", Long.class),
        row.getObject("output_tokens", Long.class),
        row.getObject("cache_read_tokens", Long.class),
        row.getObject("cache_write_tokens", Long.class),
        row.getObject("reasoning_tokens", Long.class),
        row.getInt("action_count"));
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  public String statusName() {
    return STATUSES.get(status);
  }

  /// The execution that holds this one, null when it has none.
  public @Nullable ExecutionId parent() {
    return parentSpan == null ? null : new ExecutionId(id.trace(), parentSpan);
  }

  public Position position() {
    return new Position(startedAt, id.trace().value(), id.span(), null);
  }
}
