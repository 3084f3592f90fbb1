package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How an execution ends: which failure is its error, and what a silent one takes as its end.
class ExecutionStateEndTest {

  private static final long RUN = 1;

  private final ExecutionState run = new ExecutionState(RUN);

  @Test
  void aRunWhoseBeginningFailedHasTheErrorOfItsDeepestFailure() {
    begin(Told.agent(RUN, 0, "desk").failed("AgentError", "it failed"));
    include(Told.agent(RUN, 0, "desk").failed("AgentError", "it failed"));
    include(Told.tool(2, RUN).failed("Timeout", "no answer"));

    run.conclude();

    assertThat(run.status).isEqualTo(ExecutionState.ERROR);
    assertThat(run.errorType()).isEqualTo("Timeout");
    assertThat(run.errorMessage()).isEqualTo("no answer");
    assertThat(run.errorSpan()).isEqualTo(2);
  }

  @Test
  void whereTheDeepestFailureOnlyHasAClassTheBeginningTellsTheRest() {
    begin(Told.agent(RUN, 0, "desk").failed("AgentError", "it failed"));
    include(Told.tool(2, RUN).failed("Timeout", null));

    run.conclude();

    assertThat(run.errorType()).isEqualTo("Timeout");
    assertThat(run.errorMessage()).isEqualTo("it failed");
  }

  @Test
  void aFailedRunWithoutAFailedActionHasNoErrorToTell() {
    begin(Told.agent(RUN, 0, "desk"));
    run.joinedFailed = true;
    run.faultType = "left over";

    run.conclude();

    assertThat(run.status).isEqualTo(ExecutionState.ERROR);
    assertThat(run.errorType()).isNull();
    assertThat(run.errorSpan()).isNull();
  }

  @Test
  void ofTwoFailuresTheOneThatEndedLaterIsTold() {
    include(Told.tool(2, RUN).at(100, 300).failed("late", "m"));
    include(Told.tool(3, RUN).at(200, 250).failed("early", "m"));

    assertThat(run.faultType).isEqualTo("late");
    assertThat(run.faultNanos).isEqualTo(300);
    assertThat(run.errors).isEqualTo(2);
  }

  @Test
  void aFailureWithoutAnEndCountsFromItsStart() {
    include(Told.tool(2, RUN).at(100, 300).failed("ended", "m"));
    include(Told.tool(3, RUN).at(400, 0).failed("open", "m"));

    assertThat(run.faultType).isEqualTo("open");
    assertThat(run.faultNanos).isEqualTo(400);
  }

  @Test
  void ofFailuresThatEndedTogetherTheSmallestSpanIsToldInAnyOrder() {
    long unsignedGreatest = -1;
    List<Told> failures =
        new ArrayList<>(
            List.of(
                Told.tool(unsignedGreatest, RUN).failed("greatest", "m"),
                Told.tool(7, RUN).failed("seven", "m"),
                Told.tool(9, RUN).failed("nine", "m")));
    for (int i = 0; i < failures.size(); i++) {
      ExecutionState each = new ExecutionState(RUN);
      failures.forEach(failure -> each.include(failure.prepared(), false));
      assertThat(each.faultType).isEqualTo("seven");
      assertThat(each.faultSpan).isEqualTo(7);
      Collections.rotate(failures, 1);
    }
  }

  @Test
  void aWrapperThatFailsIsToldOnlyWhenNothingElseFailed() {
    include(Told.of(2, RUN, ActionKind.CHAIN).at(100, 900).failed("chain", "m"));
    assertThat(run.faultType).isEqualTo("chain");

    include(Told.tool(3, RUN).at(10, 20).failed("tool", "m"));
    include(Told.agent(4, RUN, "desk").at(100, 950).failed("agent", "m"));
    assertThat(run.faultType).isEqualTo("tool");
  }

  @Test
  void aSilentRunTakesItsTopmostActionAsItsBeginning() {
    include(Told.tool(2, RUN).at(600, 700));
    run.settle(new TraceTop("search", ExecutionState.OK, 550, 250L));

    assertThat(run.name).isEqualTo("search");
    assertThat(run.startedNanos).isEqualTo(550);
    assertThat(run.endedNanos).isEqualTo(800);
    assertThat(run.status).isEqualTo(ExecutionState.OK);
    assertThat(run.durationNanos()).as("the beginning itself is not known").isNull();
  }

  @Test
  void aSilentRunWhoseTopFailedHasFailed() {
    include(Told.tool(2, RUN).at(600, 700));
    run.settle(new TraceTop("search", ExecutionState.ERROR, 650, 250L));

    assertThat(run.startedNanos).as("an earlier action").isEqualTo(600);
    assertThat(run.endedNanos).isEqualTo(900);
    assertThat(run.status).isEqualTo(ExecutionState.ERROR);
  }

  @Test
  void aSilentRunWhoseTopNeverEndedIsUnknown() {
    run.settle(new TraceTop("search", ExecutionState.OK, 550, null));

    assertThat(run.status).isEqualTo(ExecutionState.UNKNOWN);
    assertThat(run.endedNanos).isZero();

    run.reopen();
    assertThat(run.status).isEqualTo(ExecutionState.RUNNING);
    assertThat(run.beginningStatus).isEqualTo(ExecutionState.UNKNOWN);
  }

  @Test
  void aReopenedRunHasNoEnd() {
    run.settle(new TraceTop("search", ExecutionState.ERROR, 550, 100L));

    run.reopen();

    assertThat(run.endedAt()).isNull();
    assertThat(run.success()).isNull();
  }

  private void include(Told action) {
    run.include(action.prepared(), false);
  }

  private void begin(Told beginning) {
    run.begin(beginning.span());
  }
}
