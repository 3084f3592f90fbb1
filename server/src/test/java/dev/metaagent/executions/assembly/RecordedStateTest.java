package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.metaagent.conventions.Usage;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.executions.Steps;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.SourceRevision;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What followers are told of an execution.
class RecordedStateTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
  private static final TraceId TRACE = new TraceId(new UUID(7, 7));
  private static final Instant ENDED = Instant.parse("2026-11-27T12:00:00Z");

  @Test
  void everyFactOfTheStateIsInItsEvent() {
    ExecutionState state = state();
    state.include(
        Told.call(2, 1)
            .model("large")
            .usage(new Usage(1L, 2L, 3L, 4L, 5L, null))
            .costing(6)
            .with(ExecutionLabels.Fact.VERSION, "1.2")
            .with(ExecutionLabels.Fact.PROMPT_NAME, "greeting")
            .with(ExecutionLabels.Fact.PROMPT_VERSION, "7")
            .with(ExecutionLabels.Fact.ARM, "b")
            .with(ExecutionLabels.Fact.TASK_CLASS, "refund")
            .with(ExecutionLabels.Fact.ENVIRONMENT, "prod")
            .with(ExecutionLabels.Fact.SESSION, "s")
            .with(ExecutionLabels.Fact.SOURCE, "https://example.org/x\nmain\nabc1234")
            .with(ExecutionLabels.Fact.USER, "u")
            .assignedWith(0.5)
            .learned("lesson")
            .prepared(),
        true);
    state.inherit(null);

    ExecutionRecorded event = RecordedState.of(DAY, TRACE, state, null);

    assertThat(event.id()).isEqualTo(new ExecutionId(TRACE, 1));
    assertThat(event.identity())
        .isEqualTo(
            new ExecutionRecorded.Identity(
                new ExecutionId(TRACE, 1), Steps.agent("desk"), null, "s", "u"));
    assertThat(event.when())
        .isEqualTo(
            new ExecutionRecorded.When(
                DAY,
                Instant.ofEpochSecond(0, Told.START),
                Instant.ofEpochSecond(0, Told.END),
                10L));
    assertThat(event.usage()).isEqualTo(new ExecutionRecorded.Usage(1L, 2L, 3L, 4L, 5L, 6L, 0, 1));
    assertThat(event.dimensions())
        .isEqualTo(
            new ExecutionRecorded.Dimensions(
                "1.2",
                "greeting",
                "7",
                java.util.List.of("large"),
                "prod",
                "b",
                0.5,
                "refund",
                java.util.List.of("lesson"),
                new SourceRevision("https://example.org/x", "main", "abc1234")));
    assertThat(event.before()).isNull();
    assertThat(event.endedNow()).isTrue();
    assertThat(event.packs()).isNull();
  }

  @Test
  void theAgentOfTheExecutionAboveIsTold() {
    ExecutionState parent = new ExecutionState(9);
    parent.agent = Steps.agent("chief");

    assertThat(RecordedState.of(DAY, TRACE, state(), parent).identity().parentAgent())
        .isEqualTo(Steps.agent("chief"));
  }

  @Test
  void anOkExecutionHasNoErrorAndItsStatusDecides() {
    ExecutionRecorded.Result result = RecordedState.of(DAY, TRACE, state(), null).result();

    assertThat(result)
        .isEqualTo(
            new ExecutionRecorded.Result(
                ExecutionStatus.OK,
                true,
                EvidenceSource.STATUS,
                null,
                Instant.ofEpochSecond(0, Told.END),
                null));
  }

  @Test
  void aFailedExecutionTellsItsErrorCutToItsColumns() {
    ExecutionState state = new ExecutionState(1);
    state.agent = Steps.agent("desk");
    Told beginning = Told.agent(1, 0, "desk").failed("e".repeat(201), "m".repeat(501));
    state.begin(beginning.span());
    state.include(beginning.prepared(), false);
    state.conclude();

    assertThat(RecordedState.of(DAY, TRACE, state, null).result().error())
        .isEqualTo(new ExecutionRecorded.Failure("e".repeat(200), "m".repeat(500)));
  }

  @Test
  void anErrorOfWhichOnlyOneHalfIsKnownIsToldByHalf() {
    assertThat(error(null, "m")).isEqualTo(new ExecutionRecorded.Failure(null, "m"));
    assertThat(error("e", null)).isEqualTo(new ExecutionRecorded.Failure("e", null));
    assertThat(error(null, null)).isNull();
  }

  @Test
  void whatTheRunDeclaredDecidesBeforeItsStatus() {
    ExecutionState state = state();
    state.declaredSuccess = false;

    ExecutionRecorded.Result result = RecordedState.of(DAY, TRACE, state, null).result();

    assertThat(result.success()).isFalse();
    assertThat(result.source()).isEqualTo(EvidenceSource.DECLARED);
    assertThat(result.confidence()).isEqualTo(1.0);
  }

  @Test
  void whatItWasBeforeIsTold() {
    ExecutionState state = state();
    state.before =
        new ExecutionState.Before(
            ENDED, Steps.agent("old"), ExecutionState.ERROR, false, "status", null);

    ExecutionRecorded event = RecordedState.of(DAY, TRACE, state, null);

    assertThat(event.before())
        .isEqualTo(
            new ExecutionRecorded.Before(Steps.agent("old"), ENDED, ExecutionStatus.ERROR, false));
    assertThat(event.endedNow()).as("it had ended before").isFalse();
  }

  @Test
  void aRowWithoutAnAgentWasNothingBefore() {
    ExecutionState state = state();
    state.before = new ExecutionState.Before(ENDED, null, ExecutionState.OK, true, "status", null);

    assertThat(RecordedState.of(DAY, TRACE, state, null).before()).isNull();
    assertThatNullPointerException()
        .as("who it is to be taken away from is not known")
        .isThrownBy(() -> RecordedState.removed(DAY, TRACE, state));
  }

  @Test
  void anExecutionThatIsGoneTellsWhereItWasCountedAndNothingElse() {
    ExecutionState state = state();
    state.before =
        new ExecutionState.Before(
            ENDED, Steps.agent("old"), ExecutionState.OK, true, "status", null);

    ExecutionRecorded event = RecordedState.removed(DAY, TRACE, state);

    assertThat(event.id()).isEqualTo(new ExecutionId(TRACE, 1));
    assertThat(event.identity().agent()).isEqualTo(Steps.agent("old"));
    assertThat(event.when().endedAt()).isNull();
    assertThat(event.when().startedAt()).isEqualTo(Instant.ofEpochSecond(0, Told.START));
    assertThat(Objects.requireNonNull(event.before()).endedAt()).isEqualTo(ENDED);
    assertThat(event.result().status()).isEqualTo(ExecutionStatus.UNKNOWN);
    assertThat(event.endedNow()).isFalse();
  }

  @Test
  void aStoredExecutionTellsWhatDecidedAboutItWhenItWasStored() {
    ExecutionState state = state();
    state.before =
        new ExecutionState.Before(
            ENDED, Steps.agent("desk"), ExecutionState.OK, false, "judge", 0.7);

    ExecutionRecorded.Result result = RecordedState.stored(DAY, TRACE, state, null).result();

    assertThat(result.success()).isFalse();
    assertThat(result.source()).isEqualTo(EvidenceSource.JUDGE);
    assertThat(result.confidence()).isEqualTo(0.7);
    assertThat(result.decidedAt()).as("is not stored").isNull();
  }

  @Test
  void aStoredExecutionOfWhichNothingDecidedTellsNoSource() {
    ExecutionState state = state();
    state.before =
        new ExecutionState.Before(null, Steps.agent("desk"), ExecutionState.OK, null, null, null);

    assertThat(RecordedState.stored(DAY, TRACE, state, null).result().source()).isNull();
  }

  private static ExecutionRecorded.@org.jspecify.annotations.Nullable Failure error(
      @org.jspecify.annotations.Nullable String type,
      @org.jspecify.annotations.Nullable String message) {
    ExecutionState state = state();
    state.status = ExecutionState.ERROR;
    state.faultSpan = 2;
    state.faultType = type;
    state.faultMessage = message;
    return RecordedState.of(DAY, TRACE, state, null).result().error();
  }

  private static ExecutionState state() {
    ExecutionState state = new ExecutionState(1);
    state.agent = Steps.agent("desk");
    state.begin(Told.agent(1, 0, "desk").span());
    state.conclude();
    return state;
  }
}
