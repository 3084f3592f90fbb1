package dev.metaagent.observe.doors;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of one document of a request.
///
/// @param index its place in the request
/// @param id of a run the caller's; of an outcome the one under which it is kept, null when it was
///   refused
/// @param executionId null when it was refused, or waits for its run
/// @param state of a run stored, replaced, unchanged or refused; of an outcome attached, waiting,
///   unchanged or refused
/// @param warnings what was left out or not counted
@Schema(name = "SentItem")
record SentItem(
    int index,
    @Schema(example = "run-4711") @Nullable String id,
    @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")
        @Nullable String executionId,
    @Schema(allowableValues = {"stored", "replaced", "attached", "waiting", "unchanged", "refused"})
        String state,
    List<FieldError> errors,
    List<FieldError> warnings) {

  /// What became of all documents of a request, in their order.
  @Schema(name = "SentItems")
  record All(List<SentItem> items) {}

  private static final String REFUSED = "refused";

  static SentItem of(PlainExecutions.Receipt receipt) {
    return new SentItem(
        0,
        receipt.id(),
        receipt.executionId(),
        receipt.state().name().toLowerCase(Locale.ROOT),
        receipt.errors(),
        receipt.warnings());
  }

  static SentItem of(PlainOutcomes.Receipt receipt) {
    return new SentItem(
        0,
        receipt.id(),
        receipt.executionId(),
        receipt.state().name().toLowerCase(Locale.ROOT),
        receipt.errors(),
        receipt.warnings());
  }

  static SentItem refused(@Nullable String id) {
    return new SentItem(0, id, null, REFUSED, List.of(), List.of());
  }

  boolean refused() {
    return state.equals(REFUSED);
  }

  /// The same at its place in the request, with what was found when it was read.
  SentItem at(int place, List<FieldError> wrong, List<FieldError> odd) {
    return new SentItem(place, id, executionId, state, wrong, odd);
  }
}
