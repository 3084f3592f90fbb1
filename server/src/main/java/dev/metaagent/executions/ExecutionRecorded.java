package dev.metaagent.executions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.SourceRevision;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The event that a committed transaction changed one execution. It holds what consumers (numbers,
/// rules, evaluation) need, so that they need not read the execution. Its JSON in the event log has
/// the version {@link #VERSION}; a field may be added without a new one, and is null in older
/// entries. Unknown is null.
///
/// @param before its state before the transaction, null for a new execution
/// @param packs the packs of content that the transaction wrote for its trace, null for none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutionRecorded(
    Identity identity,
    When when,
    Result result,
    Usage usage,
    Dimensions dimensions,
    @Nullable Before before,
    @Nullable Packs packs) {

  static final int VERSION = 2;

  /// Identity: the execution, its agent, its organization, session and user.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Identity(
      ExecutionId id,
      AgentId agent,
      @Nullable AgentId parentAgent,
      @Nullable String session,
      @Nullable String user) {}

  /// When it ran.
  ///
  /// @param day the UTC day of its partition
  /// @param endedAt null while it runs, and when it was merged into another execution
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record When(
      LocalDate day, Instant startedAt, @Nullable Instant endedAt, @Nullable Long durationNanos) {}

  /// The result.
  ///
  /// @param success null while unknown
  /// @param source the source of the evidence that decides, null where it is not known
  /// @param confidence of that evidence, 0 to 1; null where only the status is known
  /// @param decidedAt the time of that evidence, which can be days after the end
  /// @param error of a failed execution
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      ExecutionStatus status,
      @Nullable Boolean success,
      @Nullable EvidenceSource source,
      @Nullable Double confidence,
      @Nullable Instant decidedAt,
      @Nullable Failure error) {}

  /// The class and the first line of an error.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failure(@Nullable String type, @Nullable String message) {}

  /// Its own usage, without that of nested executions.
  ///
  /// @param costNano nano-USD
  /// @param unpricedCalls model calls without a price, null where it is not known
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Usage(
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Long cacheReadTokens,
      @Nullable Long cacheWriteTokens,
      @Nullable Long reasoningTokens,
      @Nullable Long costNano,
      @Nullable Integer unpricedCalls,
      @Nullable Integer actions) {

    static final Usage UNKNOWN = new Usage(null, null, null, null, null, null, null, null);
  }

  /// Dimensions by which executions are compared.
  ///
  /// @param models the one with most output tokens first
  /// @param arm the side of an experiment
  /// @param assignmentProbability with which that side was assigned
  /// @param learnings ids of the learnings of other agents that it used
  /// @param source the source that it was built from
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Dimensions(
      @Nullable String version,
      @Nullable String promptName,
      @Nullable String promptVersion,
      List<String> models,
      @Nullable String environment,
      @Nullable String arm,
      @Nullable Double assignmentProbability,
      @Nullable String taskClass,
      List<String> learnings,
      @Nullable SourceRevision source) {

    static final Dimensions UNKNOWN =
        new Dimensions(null, null, null, List.of(), null, null, null, null, List.of(), null);

    public Dimensions {
      models = List.copyOf(models);
      learnings = List.copyOf(learnings);
    }

    public @Nullable String mainModel() {
      return models.isEmpty() ? null : models.getFirst();
    }
  }

  /// The state before the transaction.
  ///
  /// @param endedAt null while it ran
  /// @param status null in entries that were written before it was kept
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Before(
      AgentId agent,
      @Nullable Instant endedAt,
      @Nullable ExecutionStatus status,
      @Nullable Boolean success) {}

  /// A range of packs of one trace.
  public record Packs(int first, int until) {}

  /// An execution that no longer exists: merged into another one, or erased.
  public static ExecutionRecorded gone(
      ExecutionId id, LocalDate day, Instant startedAt, Before before) {
    return new ExecutionRecorded(
        new Identity(id, before.agent(), null, null, null),
        new When(day, startedAt, null, null),
        new Result(ExecutionStatus.UNKNOWN, null, null, null, null, null),
        Usage.UNKNOWN,
        Dimensions.UNKNOWN,
        before,
        null);
  }

  @JsonIgnore
  public ExecutionId id() {
    return identity.id();
  }

  @JsonIgnore
  public LocalDate day() {
    return when.day();
  }

  /// Whether this transaction ended it. If not, a fact about an ended execution changed, for
  /// instance by an outcome a week later.
  @JsonIgnore
  public boolean endedNow() {
    return when.endedAt() != null && (before == null || before.endedAt() == null);
  }

  /// This event, of a transaction that wrote these packs.
  public ExecutionRecorded in(@Nullable Packs written) {
    return new ExecutionRecorded(identity, when, result, usage, dimensions, before, written);
  }

  /// This event with the evidence that decides about success.
  public ExecutionRecorded decidedBy(Evidence best) {
    return decided(best.success(), best.source(), best.confidence(), best.at());
  }

  public ExecutionRecorded decided(
      @Nullable Boolean success,
      @Nullable EvidenceSource source,
      @Nullable Double confidence,
      @Nullable Instant at) {
    Result decided = new Result(result.status(), success, source, confidence, at, result.error());
    return new ExecutionRecorded(identity, when, decided, usage, dimensions, before, packs);
  }

  /// This event with the success before the transaction, for an execution whose row has already
  /// been changed.
  public ExecutionRecorded succeededBefore(@Nullable Boolean success) {
    Before earlier =
        before == null
            ? null
            : new Before(before.agent(), before.endedAt(), before.status(), success);
    return new ExecutionRecorded(identity, when, result, usage, dimensions, earlier, packs);
  }
}
