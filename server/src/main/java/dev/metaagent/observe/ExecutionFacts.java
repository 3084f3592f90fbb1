package dev.metaagent.observe;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// The light facts of one execution that a committed batch touched: what numbers, rules and
/// breakers need without reading it again.
///
/// @param previousEnd where it was counted before, when that was in another moment or for another
///   agent
/// @param endedAt null while it runs, and when the execution was taken into another one
/// @param status 0 unknown, 1 ok, 2 error, 3 running
/// @param version and the other texts: empty when not known
/// @param packs the packs of content that the batch wrote for the trace, null where it wrote none
public record ExecutionFacts(
    LocalDate day,
    ExecutionId id,
    AgentId agent,
    @Nullable AgentId parentAgent,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant previousEnd,
    @Nullable AgentId previousAgent,
    int status,
    @Nullable Boolean success,
    String version,
    String promptName,
    String promptVersion,
    String model,
    String environment,
    @Nullable Long durationNanos,
    @Nullable Long costNano,
    @Nullable String errorType,
    @Nullable String sessionId,
    @Nullable Packs packs) {

  /// A range of packs of one trace.
  public record Packs(int first, int until) {}

  /// Facts of a batch that wrote no content for the trace.
  public ExecutionFacts(
      LocalDate day,
      ExecutionId id,
      AgentId agent,
      @Nullable AgentId parentAgent,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant previousEnd,
      @Nullable AgentId previousAgent,
      int status,
      @Nullable Boolean success,
      String version,
      String promptName,
      String promptVersion,
      String model,
      String environment,
      @Nullable Long durationNanos,
      @Nullable Long costNano,
      @Nullable String errorType,
      @Nullable String sessionId) {
    this(
        day,
        id,
        agent,
        parentAgent,
        startedAt,
        endedAt,
        previousEnd,
        previousAgent,
        status,
        success,
        version,
        promptName,
        promptVersion,
        model,
        environment,
        durationNanos,
        costNano,
        errorType,
        sessionId,
        null);
  }

  /// The same facts, of a batch that wrote these packs.
  ExecutionFacts in(@Nullable Packs written) {
    return new ExecutionFacts(
        day,
        id,
        agent,
        parentAgent,
        startedAt,
        endedAt,
        previousEnd,
        previousAgent,
        status,
        success,
        version,
        promptName,
        promptVersion,
        model,
        environment,
        durationNanos,
        costNano,
        errorType,
        sessionId,
        written);
  }

  /// The same with what better evidence says of success.
  public ExecutionFacts withSuccess(@Nullable Boolean said) {
    return new ExecutionFacts(
        day,
        id,
        agent,
        parentAgent,
        startedAt,
        endedAt,
        previousEnd,
        previousAgent,
        status,
        said,
        version,
        promptName,
        promptVersion,
        model,
        environment,
        durationNanos,
        costNano,
        errorType,
        sessionId,
        packs);
  }
}
