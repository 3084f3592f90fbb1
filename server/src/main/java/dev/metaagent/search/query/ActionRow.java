package dev.metaagent.search.query;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.filter.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One action as stored, without its content.
public record ActionRow(
    ExecutionId execution,
    long span,
    long parentSpan,
    ActionKind kind,
    String name,
    int status,
    @Nullable String model,
    @Nullable String provider,
    @Nullable Integer inputTokens,
    @Nullable Integer outputTokens,
    @Nullable Integer cacheReadTokens,
    @Nullable Integer cacheWriteTokens,
    @Nullable Integer reasoningTokens,
    @Nullable Long costNano,
    boolean counted,
    Instant startedAt,
    @Nullable Long durationNanos,
    @Nullable Integer timeToFirstTokenMillis,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String toolCallId,
    boolean streamed,
    int pack) {

  private static final List<String> STATUSES = List.of("unknown", "ok", "error");

  /// The columns of `agent_execution_logs` that {@link #read} needs.
  public static final String COLUMNS =
      """
      l.trace_id, l.execution_span, l.span_id, l.parent_span, l.kind, l.name, l.status, l.model, l.provider,
      l.input_tokens, l.output_tokens, l.cache_read_tokens, l.cache_write_tokens, l.reasoning_tokens, l.cost_nano,
      l.counted, l.started_at, l.duration_nanos, l.time_to_first_token_ms, l.error_type, l.error_message,
      l.tool_call_id, l.streamed, l.pack
      """;

  public static ActionRow read(ResultSet row, int number) throws SQLException {
    TraceId trace = new TraceId(row.getObject("trace_id", UUID.class));
    return new ActionRow(
        new ExecutionId(trace, row.getLong("execution_span")),
        row.getLong("span_id"),
        row.getLong("parent_span"),
        ActionKind.ofCode(row.getInt("kind")),
        row.getString("name"),
        row.getInt("status"),
        row.getString("model"),
        row.getString("provider"),
        row.getObject("input_tokens", Integer.class),
        row.getObject("output_tokens", Integer.class),
        row.getObject("cache_read_tokens", Integer.class),
        row.getObject("cache_write_tokens", Integer.class),
        row.getObject("reasoning_tokens", Integer.class),
        row.getObject("cost_nano", Long.class),
        row.getBoolean("counted"),
        ExecutionRow.instant(row, "started_at"),
        row.getObject("duration_nanos", Long.class),
        row.getObject("time_to_first_token_ms", Integer.class),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getString("tool_call_id"),
        row.getBoolean("streamed"),
        row.getInt("pack"));
  }

  String statusName() {
    return STATUSES.get(status);
  }

  /// Where its content lies.
  public Contents.Key content() {
    return new Contents.Key(execution.trace(), span, pack);
  }

  public Position position() {
    return new Position(startedAt, execution.trace().value(), span, null);
  }
}
