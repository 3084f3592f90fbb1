package dev.metaagent.ingest.json;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The result for one document of a request.
///
/// @param index its place in the request
/// @param id of a run the caller's; of an outcome the one under which it is kept, null when it was
///   refused
/// @param executionId null when it was refused, or waits for its run
/// @param state of a run stored, replaced, unchanged or refused; of an outcome attached, waiting,
///   unchanged or refused
/// @param warnings fields that were ignored or not counted
record SubmissionResult(
    int index,
    @Schema(example = "run-4711") @Nullable String id,
    @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")
        @Nullable String executionId,
    @Schema(allowableValues = {"stored", "replaced", "attached", "waiting", "unchanged", "refused"})
        String state,
    List<FieldError> errors,
    List<FieldError> warnings) {

  /// The results for all documents of a request, in their order.
  @Schema(name = "SubmissionResults")
  record All(List<SubmissionResult> items) {}

  private static final String REFUSED = "refused";

  static SubmissionResult of(PlainExecutions.Receipt receipt) {
    return new SubmissionResult(
        0,
        receipt.id(),
        receipt.executionId(),
        receipt.state().name().toLowerCase(Locale.ROOT),
        receipt.errors(),
        receipt.warnings());
  }

  static SubmissionResult of(PlainOutcomes.Receipt receipt) {
    return new SubmissionResult(
        0,
        receipt.id(),
        receipt.executionId(),
        receipt.state().name().toLowerCase(Locale.ROOT),
        receipt.errors(),
        receipt.warnings());
  }

  static SubmissionResult refused(@Nullable String id) {
    return new SubmissionResult(0, id, null, REFUSED, List.of(), List.of());
  }

  boolean refused() {
    return state.equals(REFUSED);
  }

  /// This result with its index in the request and the problems found when reading.
  SubmissionResult at(int place, List<FieldError> wrong, List<FieldError> odd) {
    return new SubmissionResult(place, id, executionId, state, wrong, odd);
  }
}
