package dev.metaagent.search;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The tool calls that are stored, with their arguments, for the organization in scope.
public interface RecordedToolCalls {

  /// One call.
  ///
  /// @param tool the name of the tool
  /// @param arguments as they are stored, without personal data: JSON, or a text; null when they
  ///   are not stored
  record ToolCall(
      ExecutionId execution,
      String spanId,
      String tool,
      Instant at,
      @Nullable JsonNode arguments) {}

  /// Hands out the calls of a range of time, newest first, a page at a time, outside any
  /// transaction of the caller. It ends early at a number of calls, and after some seconds.
  ///
  /// @param agent whose; null: of every agent
  /// @return whether it ended early
  boolean newestFirst(
      @Nullable AgentId agent, Instant from, Instant to, int most, Consumer<ToolCall> each);
}
