package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.Steps;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DuplicateCallDetectorTest {

  @Test
  void callsOfOneInstrumentationThatRunAtTheSameTimeAreDifferentCalls() {
    assertThat(meet(call(1, "one", 0, 100), call(2, "one", 10, 50))).isFalse();
  }

  @Test
  void aCallOfAnotherInstrumentationInsideTheTimeOfOneMayBeTheSame() {
    assertThat(meet(call(1, "one", 0, 100_000), call(2, "two", 10_000, 50_000))).isTrue();
    assertThat(meet(call(1, "one", 10_000, 50_000), call(2, "two", 0, 100_000))).isTrue();
  }

  @Test
  void callsThatOnlyOverlapAreDifferentCalls() {
    assertThat(meet(call(1, "one", 0, 60_000), call(2, "two", 30_000, 90_000))).isFalse();
  }

  @Test
  void aStoredCallOfAnUnknownInstrumentationMayBeTheSameAsAny() {
    PreparedSpan stored = call(1, "one", 0, 100_000);
    StoredAction unknown =
        new StoredAction(
            1,
            stored.mapped().parentSpanId(),
            9,
            false,
            stored.mapped().kind(),
            stored.mapped().startNanos() / 1_000,
            stored.mapped().endNanos() / 1_000,
            CallScope.SEVERAL);
    PreparedSpan fresh = call(2, "one", 10_000, 50_000);

    assertThat(DuplicateCallDetector.mayMeet(Map.of(2L, fresh), Map.of(1L, unknown))).isTrue();
  }

  @Test
  void aCallInsideACallOfItsKindWithOnlyWrappersBetweenMayBeTheSame() {
    PreparedSpan outer = Steps.step(1, 9, "chat", null);
    PreparedSpan wrapper = Steps.step(2, 1, "agent_step", null);
    PreparedSpan inner = Steps.step(3, 2, "chat", null);
    PreparedSpan tool = Steps.step(2, 1, "execute_tool", null);

    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(1L, outer),
                Map.of(2L, Steps.stored(wrapper, 0, true), 3L, Steps.stored(inner, 0, true))))
        .isTrue();
    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(1L, outer),
                Map.of(2L, Steps.stored(tool, 0, true), 3L, Steps.stored(inner, 0, true))))
        .isFalse();
  }

  @Test
  void aWrapperOfAnotherPartBetweenTwoCallsIsEnough() {
    PreparedSpan outer = Told.call(1, 9).prepared();
    PreparedSpan wrapper = Told.of(2, 1, ActionKind.CHAIN).prepared();
    PreparedSpan inner = Told.call(3, 2).prepared();

    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(1L, outer, 3L, inner), Map.of(2L, Steps.stored(wrapper, 0, true))))
        .isTrue();
    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(2L, wrapper),
                Map.of(1L, Steps.stored(outer, 0, true), 3L, Steps.stored(inner, 0, true))))
        .isTrue();
  }

  @Test
  void whatIsNestedWithinOnePartOrWithinWhatIsStoredWasDecidedThere() {
    PreparedSpan outer = Told.call(1, 9).prepared();
    PreparedSpan wrapper = Told.of(2, 1, ActionKind.CHAIN).prepared();
    PreparedSpan inner = Told.call(3, 2).prepared();
    PreparedSpan tool = Told.tool(8, 7).prepared();

    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(1L, outer, 2L, wrapper, 3L, inner), Map.of(8L, Steps.stored(tool, 0, true))))
        .isFalse();
    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(8L, tool),
                Map.of(
                    1L,
                    Steps.stored(outer, 0, true),
                    2L,
                    Steps.stored(wrapper, 0, true),
                    3L,
                    Steps.stored(inner, 0, true))))
        .isFalse();
  }

  @Test
  void aLaterCallOfItsOwnInstrumentationDoesNotHideOneOfAnother() {
    PreparedSpan of = call(1, "one", 0, 90_000);
    PreparedSpan same = call(2, "two", 1_000, 95_000);
    PreparedSpan fresh = call(3, "two", 10_000, 80_000);

    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(3L, fresh),
                Map.of(1L, Steps.stored(of, 9, false), 2L, Steps.stored(same, 9, false))))
        .isTrue();
    PreparedSpan short1 = call(1, "one", 2_000, 20_000);
    assertThat(
            DuplicateCallDetector.mayMeet(
                Map.of(3L, fresh),
                Map.of(1L, Steps.stored(short1, 9, false), 2L, Steps.stored(same, 9, false))))
        .as("the other one ended before")
        .isFalse();
  }

  private static boolean meet(PreparedSpan stored, PreparedSpan fresh) {
    return DuplicateCallDetector.mayMeet(
        Map.of(fresh.id(), fresh), Map.of(stored.id(), Steps.stored(stored, 9, false)));
  }

  private static PreparedSpan call(long id, String scope, long from, long to) {
    return Steps.step(id, 9, "chat", null, scope, from, to);
  }
}
