package dev.metaagent.executions.assembly;

import static dev.metaagent.executions.assembly.Assemblies.added;
import static dev.metaagent.executions.assembly.Assemblies.execution;
import static dev.metaagent.executions.assembly.Assemblies.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.Steps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Parts of a trace that are added to what is stored of it.
class AssemblyAddedPartsTest {

  @Test
  void actionsThatWaitTogetherAreNamedByTheFirstByAlphabet() {
    Assembly assembly = told(Told.call(3, 98).ofAgent("seats"), Told.call(4, 98).ofAgent("desk"));

    assertThat(execution(assembly, Assembly.NONE).name).isEqualTo("desk");
    assertThat(execution(assembly, Assembly.NONE).agent).isEqualTo(Steps.agent("desk"));
    assertThat(execution(assembly, Assembly.NONE).actions).isEqualTo(2);
  }

  @Test
  void aProvisionalRunThatHadEndedRunsAgainWhenMoreOfItComes() {
    ExecutionState provisional = execution(told(Told.call(3, 98)), Assembly.NONE);
    provisional.settle(new TraceTop("search", ExecutionState.OK, 1_000, 10L));
    Assembly assembly =
        added(
            List.of(Told.call(4, 98).prepared()),
            Map.of(3L, Told.call(3, 98).stored(0, true)),
            0,
            Map.of(Assembly.NONE, provisional));

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.ADDS);
    assertThat(execution(assembly, Assembly.NONE).status).isEqualTo(ExecutionState.RUNNING);
    assertThat(execution(assembly, Assembly.NONE).actions).isEqualTo(2);
  }

  @Test
  void aStepBesideWaitingActionsThatWereNoExecutionPartsThem() {
    PreparedSpan step = Told.tool(4, 98).prepared();
    StoredAction waiting = Told.of(3, 98, ActionKind.OTHER).plain().stored(0, true);
    StoredAction begun = Told.agent(3, 98, "desk").stored(3, true);
    Map<Long, ExecutionState> desk = Map.of(3L, execution(told(Told.agent(3, 98, "desk")), 3));

    assertThat(added(List.of(step), Map.of(3L, waiting), 0, Map.of()).fit())
        .isEqualTo(WritePlan.Fit.PARTS_PENDING);
    assertThat(added(List.of(step), Map.of(), 1, Map.of()).fit())
        .isEqualTo(WritePlan.Fit.PARTS_PENDING);
    assertThat(added(List.of(step), Map.of(), 0, Map.of()).fit()).isEqualTo(WritePlan.Fit.ADDS);
    assertThat(added(List.of(step), Map.of(3L, begun), 0, desk).fit())
        .as("a beginning waits only for what is above it")
        .isEqualTo(WritePlan.Fit.ADDS);
  }

  @Test
  void aStoredRunThatIsPartOfTheRunAboveItContradicts() {
    Map<Long, StoredAction> stored = Map.of(2L, Told.agent(2, 1, "desk").stored(2, true));

    Assembly same =
        added(
            List.of(Told.agent(1, 0, "desk").prepared()),
            stored,
            0,
            told(Told.agent(2, 1, "desk")).executions());
    assertThat(same.fit()).isEqualTo(WritePlan.Fit.CONTRADICTS);
    Assembly other =
        added(
            List.of(Told.agent(1, 0, "chief").prepared()),
            stored,
            0,
            told(Told.agent(2, 1, "desk")).executions());
    assertThat(other.fit()).isEqualTo(WritePlan.Fit.ADDS);
    assertThat(execution(other, 2).parentSpan).isEqualTo(1);
    assertThat(other.moves()).containsExactly(Map.entry(2L, new Assembly.Place(2, false)));
    assertThat(other.touched()).contains(2L);
  }

  @Test
  void aStoredBeginningWhoseParentHasNoPlaceYetStillWaits() {
    Map<Long, ExecutionState> desk = Map.of(2L, execution(told(Told.agent(2, 1, "desk")), 2));
    Map<Long, StoredAction> stored = Map.of(2L, Told.agent(2, 1, "desk").stored(2, true));

    Assembly assembly = added(List.of(Told.tool(1, 77).prepared()), stored, 0, desk);

    assertThat(assembly.moves()).isEmpty();
  }

  @Test
  void anotherAgentBelowAStoredTopMayTakeItsRun() {
    Told top = Told.top(1, null, ExecutionBoundary.Yields.TO_THE_ONLY);
    Map<Long, ExecutionState> known = told(top, Told.agent(2, 1, "desk")).executions();

    assertThat(
            added(
                    List.of(Told.agent(3, 1, "seats").prepared()),
                    Map.of(1L, top.stored(1, false)),
                    0,
                    known)
                .fit())
        .isEqualTo(WritePlan.Fit.CONTRADICTS);
  }

  /// What stands above every run need not be the topmost span: a call of another service does not
  /// begin one.
  @Test
  void anotherAgentBelowAStoredTopThatHasAParentMayTakeItsRunToo() {
    Told client = Told.of(9, 0, ActionKind.OTHER).plain();
    Told request =
        Told.of(1, 9, ActionKind.OTHER)
            .bounded(new ExecutionBoundary.WhenTopmost(null, ExecutionBoundary.Yields.TO_THE_ONLY));
    Map<Long, ExecutionState> known = told(client, request, Told.agent(2, 1, "desk")).executions();

    assertThat(
            added(
                    List.of(Told.agent(3, 1, "seats").prepared()),
                    Map.of(1L, request.stored(1, false), 9L, client.stored(0, false)),
                    0,
                    known)
                .fit())
        .isEqualTo(WritePlan.Fit.CONTRADICTS);
  }

  @Test
  void anAgentBelowAStoredRunThatIsNoTopIsAdded() {
    Map<Long, ExecutionState> known =
        told(Told.agent(9, 0, "chief"), Told.agent(1, 9, "desk")).executions();
    Map<Long, ExecutionState> waiting = told(Told.agent(1, 9, "desk")).executions();
    PreparedSpan seats = Told.agent(3, 1, "seats").prepared();

    assertThat(
            added(List.of(seats), Map.of(1L, Told.agent(1, 9, "desk").stored(1, false)), 0, known)
                .fit())
        .isEqualTo(WritePlan.Fit.ADDS);
    assertThat(
            added(List.of(seats), Map.of(1L, Told.agent(1, 9, "desk").stored(1, true)), 0, waiting)
                .fit())
        .as("what is above it has not come")
        .isEqualTo(WritePlan.Fit.ADDS);
  }

  @Test
  void aTopThatComesAfterTheActionsBelowItContradictsWhereItCouldYield() {
    Told top = Told.top(1, null, ExecutionBoundary.Yields.TO_THE_ONLY);
    Map<Long, ExecutionState> desk = Map.of(2L, execution(told(Told.agent(2, 1, "desk")), 2));
    Map<Long, StoredAction> stored = Map.of(2L, Told.agent(2, 1, "desk").stored(2, true));

    assertThat(added(List.of(top.prepared()), stored, 0, desk).fit())
        .isEqualTo(WritePlan.Fit.CONTRADICTS);
    assertThat(added(List.of(top.prepared()), Map.of(), 0, Map.of()).fit())
        .isEqualTo(WritePlan.Fit.ADDS);
  }

  @Test
  void anActionOfARunThatWasNoExecutionContradicts() {
    StoredAction request =
        Told.top(1, "shop", ExecutionBoundary.Yields.NEVER).plain().stored(1, false);

    assertThat(added(List.of(Told.tool(2, 1).prepared()), Map.of(1L, request), 0, Map.of()).fit())
        .isEqualTo(WritePlan.Fit.CONTRADICTS);
  }

  @Test
  void aBeginningThatTakesSomeActionsWhileNewOnesWaitPartsThem() {
    Map<Long, ExecutionState> waiting =
        Map.of(Assembly.NONE, execution(told(Told.call(3, 1)), Assembly.NONE));
    Map<Long, StoredAction> stored = Map.of(3L, Told.call(3, 1).stored(0, true));
    PreparedSpan desk = Told.agent(1, 0, "desk").prepared();

    Assembly parted = added(List.of(desk, Told.call(4, 98).prepared()), stored, 0, waiting);
    assertThat(parted.fit()).isEqualTo(WritePlan.Fit.PARTS_PENDING);
    assertThat(parted.provisionalTaken()).isFalse();
  }

  @Test
  void actionsThatWaitedTogetherAndBelongToTwoRunsAreParted() {
    Map<Long, ExecutionState> waiting =
        Map.of(Assembly.NONE, execution(told(Told.call(3, 1), Told.call(4, 2)), Assembly.NONE));
    Assembly assembly =
        added(
            List.of(Told.agent(1, 0, "desk").prepared(), Told.agent(2, 0, "seats").prepared()),
            Map.of(3L, Told.call(3, 1).stored(0, true), 4L, Told.call(4, 2).stored(0, true)),
            0,
            waiting);

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.PARTS_PENDING);
  }

  @Test
  void actionsThatWaitedAndBelongToNoRunArePartedFromTheExecutionTheyWere() {
    Map<Long, ExecutionState> waiting =
        Map.of(Assembly.NONE, execution(told(Told.call(3, 1)), Assembly.NONE));
    Assembly assembly =
        added(
            List.of(Told.of(1, 0, ActionKind.CHAIN).prepared()),
            Map.of(3L, Told.call(3, 1).stored(0, true)),
            0,
            waiting);

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.PARTS_PENDING);
  }
}
