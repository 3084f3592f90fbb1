package dev.metaagent.executions.assembly;

import static dev.metaagent.executions.assembly.Assemblies.CALL;
import static dev.metaagent.executions.assembly.Assemblies.DESK;
import static dev.metaagent.executions.assembly.Assemblies.REFUNDS;
import static dev.metaagent.executions.assembly.Assemblies.TOOL;
import static dev.metaagent.executions.assembly.Assemblies.added;
import static dev.metaagent.executions.assembly.Assemblies.execution;
import static dev.metaagent.executions.assembly.Assemblies.fresh;
import static dev.metaagent.executions.assembly.Assemblies.line;
import static dev.metaagent.executions.assembly.Assemblies.told;
import static dev.metaagent.executions.assembly.Assemblies.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.conventions.Usage;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.Steps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// To which execution actions belong, and what their parts add up to.
class AssemblyTest {

  @Test
  void everyActionBelongsToTheNearestAgentAboveIt() {
    Assembly assembly = fresh(DESK, CALL, REFUNDS, TOOL);

    assertThat(assembly.executions().keySet()).containsExactly(1L, 3L);
    assertThat(assembly.placeOf(2)).isEqualTo(new Assembly.Place(1, false));
    assertThat(assembly.placeOf(4)).isEqualTo(new Assembly.Place(3, false));
    assertThat(execution(assembly, 3).parentSpan).isEqualTo(1);
    assertThat(execution(assembly, 1).actions).isEqualTo(2);
  }

  @Test
  void anAgentDirectlyBelowItselfIsTheSameRun() {
    Assembly assembly =
        fresh(DESK, Steps.step(5, 1, "invoke_agent", "desk"), Steps.step(6, 5, "chat", null));

    assertThat(assembly.executions().keySet()).containsExactly(1L);
    assertThat(execution(assembly, 1).actions).isEqualTo(3);
  }

  @Test
  void anActionWhoseParentIsNotKnownWaitsInTheProvisionalExecution() {
    Assembly assembly = fresh(CALL);

    assertThat(assembly.placeOf(2)).isEqualTo(new Assembly.Place(Assembly.NONE, true));
    assertThat(assembly.open(2)).isTrue();
    assertThat(execution(assembly, Assembly.NONE).name).isEqualTo("shop");
  }

  @Test
  void aPlainRequestWithoutAStepOfAnAgentIsNoExecution() {
    assertThat(fresh(Steps.request(1)).executions()).isEmpty();
  }

  @Test
  void theBeginningTakesTheActionsThatWaitedForIt() {
    ExecutionState waiting = execution(fresh(CALL), Assembly.NONE);
    Assembly assembly =
        added(
            List.of(DESK),
            Map.of(2L, Steps.stored(CALL, Assembly.NONE, true)),
            0,
            Map.of(Assembly.NONE, waiting));

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.ADDS);
    assertThat(assembly.provisionalTaken()).isTrue();
    assertThat(assembly.moves()).containsEntry(2L, new Assembly.Place(1, false));
    assertThat(execution(assembly, 1).actions).isEqualTo(2);
  }

  @Test
  void aBeginningThatTakesOnlySomeOfTheWaitingActionsPartsThem() {
    ExecutionState waiting = execution(fresh(CALL, TOOL), Assembly.NONE);
    Assembly assembly =
        added(
            List.of(REFUNDS),
            Map.of(4L, Steps.stored(TOOL, Assembly.NONE, true)),
            1,
            Map.of(Assembly.NONE, waiting));

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.PARTS_PENDING);
  }

  @Test
  void aCallThatAStoredOneMayTellTooContradicts() {
    ExecutionState desk = execution(fresh(DESK, CALL), 1);
    PreparedSpan same = Steps.step(9, 1, "chat", null, "two", 0, 1_000_000);
    Assembly assembly =
        added(
            List.of(same),
            Map.of(1L, Steps.stored(DESK, 1, false), 2L, Steps.stored(CALL, 1, false)),
            0,
            Map.of(1L, desk));

    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.CONTRADICTS);
  }

  @Test
  void theDeepestFailureIsTheErrorOfAFailedRun() {
    Assembly assembly =
        fresh(
            Steps.failed(1, 0, "invoke_agent", "the agent failed"),
            Steps.failed(2, 1, "agent_step", "the step failed"),
            Steps.failed(3, 2, "execute_tool", "no answer"));

    ExecutionState run = assembly.executions().values().iterator().next();
    assertThat(run.errors).isEqualTo(3);
    assertThat(run.faultMessage).isEqualTo("no answer");
  }

  @Test
  void logRecordsTellTheirRunWhoItsUserIs() {
    Told user = Told.tool(2, 1).with(ExecutionLabels.Fact.USER, "u");
    Assembly assembly =
        whole(
            List.of(Told.agent(1, 0, "desk"), Told.tool(2, 1)),
            List.of(line(2, user.facts()), line(99, Told.tool(9, 1).facts()), line(2, null)));

    assertThat(execution(assembly, 1).user).isEqualTo("u");
    assertThat(execution(assembly, 1).facts.saidByBeginning()).isZero();
  }

  @Test
  void aCallThatTwoInstrumentationsTellIsCountedOnce() {
    Told full = Told.call(2, 1).scope("one").model("m").tokens(5L, 5L);
    Told bare = Told.call(3, 1).scope("two").model("m");
    Assembly assembly = told(Told.agent(1, 0, "desk"), full, bare);

    assertThat(assembly.repeats(3)).isTrue();
    assertThat(assembly.repeats(2)).isFalse();
    assertThat(assembly.counted(2)).isTrue();
    assertThat(assembly.counted(3)).isFalse();
    assertThat(assembly.counted(1)).as("no call").isFalse();
    assertThat(assembly.counted(99)).as("not of this part").isFalse();
    assertThat(execution(assembly, 1).inputTokens).isEqualTo(5);
  }

  @Test
  void theFullerOfTwoTellingsCountsAndTheOtherDoesNot() {
    Told full =
        Told.call(2, 1).scope("one").model("m").usage(new Usage(5L, 5L, 1L, null, null, null));
    Told less = Told.call(3, 1).scope("two").model("m").tokens(5L, 5L);
    Assembly assembly = told(Told.agent(1, 0, "desk"), full, less);

    assertThat(assembly.counted(2)).isTrue();
    assertThat(assembly.counted(3)).as("it has tokens, and repeats").isFalse();
    assertThat(execution(assembly, 1).inputTokens).isEqualTo(5);
  }

  @Test
  void aBeginningIsOpenUntilWhatIsAboveItIsKnown() {
    assertThat(told(Told.agent(1, 0, "desk")).open(1)).isFalse();
    assertThat(told(Told.agent(1, 9, "desk")).open(1)).isTrue();
    assertThat(told(Told.agent(1, 9, "desk"), Told.tool(9, 8)).open(1)).isTrue();
    assertThat(told(Told.agent(1, 9, "desk"), Told.tool(9, 0)).open(1)).isFalse();
    Assembly nested = told(Told.agent(1, 0, "chief"), Told.agent(2, 1, "desk"), Told.tool(3, 2));
    assertThat(nested.open(2)).isFalse();
    assertThat(nested.open(3)).isFalse();
  }

  @Test
  void anActionUnderNoBeginningBelongsNowhereAndIsNotOpen() {
    Assembly assembly = told(Told.tool(1, 0), Told.tool(2, 1));

    assertThat(assembly.placeOf(2)).isEqualTo(new Assembly.Place(Assembly.NONE, false, true));
    assertThat(assembly.open(2)).isFalse();
    assertThat(assembly.executions()).isEmpty();
    assertThat(assembly.placeOf(99)).isEqualTo(new Assembly.Place(Assembly.NONE, false));
  }

  @Test
  void actionsThatStandAboveEachOtherBelongNowhere() {
    Assembly assembly = told(Told.tool(1, 2), Told.tool(2, 1), Told.tool(3, 3));

    assertThat(assembly.executions()).isEmpty();
    assertThat(assembly.open(1)).isFalse();
    assertThat(assembly.open(3)).isFalse();
  }

  @Test
  void onlySpansWithAPlaceOrNoneArePlaced() {
    Assembly assembly = told(Told.agent(1, 99, "desk"), Told.tool(2, 1), Told.tool(3, 98));

    assertThat(assembly.placed()).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void theRunsThatChangedAreTouched() {
    ExecutionState desk = execution(told(Told.agent(1, 0, "desk"), Told.agent(3, 1, "seats")), 1);
    Assembly assembly =
        added(
            List.of(Told.tool(2, 1).prepared()),
            Map.of(1L, Told.agent(1, 0, "desk").stored(1, false)),
            0,
            Map.of(1L, desk));

    assertThat(assembly.touched()).containsExactly(1L);
    assertThat(assembly.fit()).isEqualTo(WritePlan.Fit.ADDS);
    assertThat(assembly.provisionalTaken()).isFalse();
    assertThat(assembly.moves()).isEmpty();
  }

  @Test
  void aRunBelowATopOfTheApplicationIsTheAgentsAndTheTopTakesItsName() {
    Told request =
        Told.top(1, null, ExecutionBoundary.Yields.TO_THE_ONLY).named("POST /ask").plain();
    Assembly assembly = told(request, Told.agent(2, 1, "desk"), Told.tool(3, 2));

    assertThat(assembly.executions()).containsOnlyKeys(1L);
    assertThat(execution(assembly, 1).agent).isEqualTo(Steps.agent("desk"));
    assertThat(execution(assembly, 1).name).isEqualTo("POST /ask");
  }

  @Test
  void aTopOverTwoAgentsThatDidNothingItselfIsNoExecution() {
    Told request = Told.top(1, null, ExecutionBoundary.Yields.TO_THE_ONLY).plain();
    Assembly assembly = told(request, Told.agent(2, 1, "desk"), Told.agent(3, 1, "seats"));

    assertThat(assembly.executions()).containsOnlyKeys(2L, 3L);
    assertThat(execution(assembly, 2).parentSpan).isNull();
    assertThat(assembly.touched()).containsExactlyInAnyOrder(2L, 3L);
  }

  @Test
  void aTopThatHandedOverFailsWithTheLastAgentThatRanBelowIt() {
    Told top = Told.top(1, null, ExecutionBoundary.Yields.TO_THE_FIRST);
    Told first = Told.agent(2, 1, "desk").at(100, 200);

    assertThat(
            execution(told(top, first, Told.agent(3, 1, "seats").at(200, 300).failed("e", "m")), 1)
                .status)
        .isEqualTo(ExecutionState.ERROR);
    assertThat(
            execution(
                    told(
                        top,
                        Told.agent(4, 1, "refunds").at(150, 250).failed("e", "m"),
                        first,
                        Told.agent(3, 1, "seats").at(200, 300)),
                    1)
                .status)
        .as("a failure that was recovered from")
        .isEqualTo(ExecutionState.OK);
    assertThat(
            execution(
                    told(
                        top,
                        first,
                        Told.agent(3, 1, "seats").at(200, 300),
                        Told.agent(4, 1, "refunds").at(200, 300).failed("e", "m")),
                    1)
                .status)
        .as("of those that ended together, the greater span")
        .isEqualTo(ExecutionState.ERROR);
  }

  @Test
  void anAgentDoesNotFailWithTheAgentsItCalled() {
    Assembly assembly = told(Told.agent(1, 0, "desk"), Told.agent(2, 1, "seats").failed("e", "m"));

    assertThat(execution(assembly, 1).status).isEqualTo(ExecutionState.OK);
    assertThat(execution(assembly, 2).status).isEqualTo(ExecutionState.ERROR);
  }

  @Test
  void aRunThatIsToldTwiceFailsWithEither() {
    assertThat(
            execution(told(Told.agent(1, 0, "desk"), Told.agent(2, 1, "desk").failed("e", "m")), 1)
                .status)
        .isEqualTo(ExecutionState.ERROR);
    assertThat(
            execution(told(Told.agent(1, 0, "desk"), Told.tool(2, 1).failed("e", "m")), 1).status)
        .isEqualTo(ExecutionState.OK);
  }

  @Test
  void sessionAndUserGoDownToRunsThatDoNotSayThem() {
    Assembly assembly =
        told(
            Told.agent(5, 0, "chief")
                .with(ExecutionLabels.Fact.SESSION, "s")
                .with(ExecutionLabels.Fact.USER, "u"),
            Told.agent(3, 5, "desk").with(ExecutionLabels.Fact.USER, "own"),
            Told.agent(1, 3, "seats"));

    assertThat(execution(assembly, 3).session).isEqualTo("s");
    assertThat(execution(assembly, 1).session).isEqualTo("s");
    assertThat(execution(assembly, 1).user).isEqualTo("own");
  }

  @Test
  void aStoredRunThatInheritsSomethingNewIsTouched() {
    Map<Long, ExecutionState> known =
        told(Told.agent(1, 0, "chief"), Told.agent(2, 1, "desk"), Told.agent(3, 1, "seats"))
            .executions();
    execution(known, 3).facts.restore(ExecutionLabels.Fact.SESSION, "own", 0);
    execution(known, 3).session = "own";
    Assembly assembly =
        added(
            List.of(Told.tool(9, 1).with(ExecutionLabels.Fact.SESSION, "s").prepared()),
            Map.of(1L, Told.agent(1, 0, "chief").stored(1, false)),
            0,
            known);

    assertThat(assembly.touched()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(execution(assembly, 2).session).isEqualTo("s");
  }
}
