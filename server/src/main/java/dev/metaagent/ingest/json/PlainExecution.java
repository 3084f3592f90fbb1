package dev.metaagent.ingest.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of an agent, submitted without OpenTelemetry.
///
/// @param id the caller's, unique in the organization: the same id again is the same run
/// @param status null: error if an error is given, ok otherwise
/// @param input text, or JSON as text; so is output
/// @param usage tokens and cost of the run, if its steps do not report them
/// @param success the success that the run declares; null: it follows from the status and outcomes
/// @param outcomeKeys names by which outcomes find this run later
/// @param parentId the caller's id of the run that started this one
/// @param traceparent W3C trace context: the run is part of this trace, below that span
/// @param revision a higher one replaces what is stored
public record PlainExecution(
    String id,
    String agent,
    @Nullable Status status,
    Times times,
    @Nullable String input,
    @Nullable String output,
    @Nullable Fault error,
    Usage usage,
    About about,
    @Nullable Boolean success,
    List<String> outcomeKeys,
    @Nullable String parentId,
    @Nullable String traceparent,
    @Nullable Long revision,
    List<Step> steps) {

  /// The status of a run or step.
  public enum Status {
    OK,
    ERROR,
    RUNNING
  }

  /// The kind of a step.
  public enum Kind {
    LLM,
    TOOL,
    RETRIEVAL,
    EMBEDDING,
    AGENT,
    CHAIN,
    GUARDRAIL,
    HANDOFF,
    MEMORY,
    OTHER
  }

  /// Its times; missing ones are derived from the others or from the enclosing step.
  public record Times(
      @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable Double durationMs) {
    public static final Times UNKNOWN = new Times(null, null, null);
  }

  /// The error.
  public record Fault(@Nullable String type, @Nullable String message) {}

  /// Tokens and cost of model calls. Input tokens include those read from and written to the cache.
  public record Usage(
      @Nullable String model,
      @Nullable String provider,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Long cacheReadTokens,
      @Nullable Long cacheWriteTokens,
      @Nullable Long reasoningTokens,
      @Nullable BigDecimal costUsd) {
    public static final Usage UNKNOWN = new Usage(null, null, null, null, null, null, null, null);

    /// The same usage by the model of a call, where it names none itself.
    Usage of(Usage call) {
      return model != null
          ? this
          : new Usage(
              call.model,
              provider == null ? call.provider : provider,
              inputTokens,
              outputTokens,
              cacheReadTokens,
              cacheWriteTokens,
              reasoningTokens,
              costUsd);
    }
  }

  /// The context of a run.
  ///
  /// @param version of the agent
  /// @param attributes the caller's own facts, plain text by key
  public record About(
      @Nullable String framework,
      @Nullable String version,
      @Nullable String environment,
      @Nullable String sessionId,
      @Nullable String userId,
      @Nullable String promptName,
      @Nullable String promptVersion,
      @Nullable String arm,
      @Nullable String taskClass,
      List<String> learnings,
      Map<String, String> attributes) {
    public static final About NOTHING =
        new About(null, null, null, null, null, null, null, null, null, List.of(), Map.of());
  }

  /// One step of a run: a model call, a tool call, a nested agent, ...
  ///
  /// @param id the caller's, unique in the run; null: its index in the run is used
  public record Step(
      @Nullable String id,
      Kind kind,
      String name,
      @Nullable Status status,
      Times times,
      @Nullable String input,
      @Nullable String output,
      @Nullable Fault error,
      Usage usage,
      @Nullable String toolCallId,
      List<Step> steps) {}
}
