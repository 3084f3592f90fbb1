package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the actions of one run add up to, in whatever order and parts they come.
class ExecutionStateTest {

  private static final long RUN = 1;
  private static final Instant ARRIVED = Instant.parse("2026-11-28T12:00:00Z");

  private final ExecutionState run = new ExecutionState(RUN);

  @Test
  void stepsAreActionsThatShowAnAgentAtWork() {
    include(Told.tool(2, RUN));
    include(Told.of(3, RUN, ActionKind.CHAIN).plain());
    include(Told.of(4, RUN, ActionKind.OTHER).plain());

    assertThat(run.actions).isEqualTo(3);
    assertThat(run.steps).isEqualTo(2);
    assertThat(run.errors).isZero();
  }

  @Test
  void usageIsTheSumOfCountedCallsAndUnknownIsNotZero() {
    run.include(
        Told.call(2, RUN).usage(new Usage(10L, 5L, 4L, null, 2L, null)).costing(70).prepared(),
        true);
    run.include(
        Told.call(3, RUN).usage(new Usage(1L, null, 6L, null, 3L, null)).costing(7).prepared(),
        true);

    assertThat(run.inputTokens).isEqualTo(11);
    assertThat(run.outputTokens).isEqualTo(5);
    assertThat(run.cacheReadTokens).isEqualTo(10);
    assertThat(run.cacheWriteTokens).isNull();
    assertThat(run.reasoningTokens).isEqualTo(5);
    assertThat(run.costNano).isEqualTo(77);
    assertThat(run.unpricedCalls).isZero();
  }

  @Test
  void aCountedCallWithoutAPriceIsUnpriced() {
    run.include(Told.call(2, RUN).tokens(1L, 1L).prepared(), true);
    run.include(Told.call(3, RUN).tokens(1L, 1L).costing(5).prepared(), true);
    run.include(Told.call(4, RUN).tokens(1L, 1L).prepared(), true);

    assertThat(run.unpricedCalls).isEqualTo(2);
    assertThat(run.costNano).isEqualTo(5);
  }

  @Test
  void aRepeatedCallAddsNothing() {
    run.include(Told.call(2, RUN).model("large").tokens(10L, 5L).costing(3).prepared(), false);

    assertThat(run.inputTokens).isNull();
    assertThat(run.costNano).isNull();
    assertThat(run.unpricedCalls).isZero();
    assertThat(run.models).isEmpty();
    assertThat(run.actions).isEqualTo(1);
  }

  @Test
  void aCallWithoutTokensStillSaysWhichModelWasAsked() {
    include(Told.call(2, RUN).model("small").failed("timeout", "no answer"));
    include(Told.call(3, RUN));
    include(Told.tool(4, RUN).model("of no call"));

    assertThat(run.models).containsOnlyKeys("small").containsEntry("small", 0L);
  }

  @Test
  void theModelWithMostOutputIsTheFirstAndOfAsMuchTheFirstByName() {
    run.include(Told.call(2, RUN).model("b").tokens(900L, 30L).prepared(), true);
    run.include(Told.call(3, RUN).model("c").tokens(1L, 40L).prepared(), true);
    run.include(Told.call(4, RUN).model("a").tokens(1L, 30L).prepared(), true);
    run.include(Told.call(5, RUN).model("c").tokens(1L, 2L).prepared(), true);
    run.include(Told.call(6, RUN).model("z").tokens(1L, null).prepared(), true);

    assertThat(run.modelsByTokens()).containsExactly("c", "a", "b", "z");
    assertThat(run.models).containsEntry("c", 42L).containsEntry("z", 0L);
  }

  @Test
  void theBeginningTellsNameStartEndAndWhatIsAbove() {
    begin(Told.agent(RUN, 77, "desk").named("invoke desk").at(500, 900));

    assertThat(run.name).isEqualTo("invoke desk");
    assertThat(run.aboveSpan).isEqualTo(77);
    assertThat(run.startedNanos).isEqualTo(500);
    assertThat(run.endedNanos).isEqualTo(900);
    assertThat(run.durationNanos()).isEqualTo(400);
    assertThat(run.startedAt()).isEqualTo(Instant.ofEpochSecond(0, 500));
    assertThat(run.endedAt()).isEqualTo(Instant.ofEpochSecond(0, 900));
  }

  @Test
  void aRunWithANameOfItsOwnIsCalledByIt() {
    begin(Told.agent(RUN, 0, "desk").named("invoke desk").ofRun("nightly"));

    assertThat(run.name).isEqualTo("nightly");
  }

  @Test
  void withoutABeginningTheEarliestActionIsTheStart() {
    include(Told.tool(2, RUN).at(800, 900));
    include(Told.tool(3, RUN).at(600, 700));
    include(Told.tool(4, RUN).at(0, 0));
    include(Told.tool(5, RUN).at(-5, 0));

    assertThat(run.startedNanos).isEqualTo(600);
    assertThat(run.endedAt()).isNull();
    assertThat(run.durationNanos()).isNull();
  }

  @Test
  void theStartOfTheBeginningStandsAgainstEarlierActions() {
    begin(Told.agent(RUN, 0, "desk").at(500, 900));
    include(Told.tool(3, RUN).at(100, 700));

    assertThat(run.startedNanos).isEqualTo(500);
  }

  @Test
  void aRunWhoseBeginningHasNotEndedIsRunning() {
    begin(Told.agent(RUN, 0, "desk").at(500, 0).failed("e", "m"));
    run.status = ExecutionState.UNKNOWN;

    run.conclude();

    assertThat(run.status).isEqualTo(ExecutionState.RUNNING);
    assertThat(run.success()).isNull();
    assertThat(run.endedAt()).isNull();
    assertThat(run.durationNanos()).isNull();
  }

  @Test
  void aRunWithoutBeginningOrEndStaysAsItIs() {
    run.status = ExecutionState.UNKNOWN;

    run.conclude();

    assertThat(run.status).isEqualTo(ExecutionState.UNKNOWN);
    assertThat(run.success()).isNull();
  }

  @Test
  void anEndedRunIsOkUnlessItsBeginningOrWhatStandsForItFailed() {
    begin(Told.agent(RUN, 0, "desk"));
    include(Told.tool(2, RUN).failed("e", "a tool may fail in a run that is OK"));

    run.conclude();
    assertThat(run.status).isEqualTo(ExecutionState.OK);
    assertThat(run.success()).isTrue();
    assertThat(run.errorType()).isNull();
    assertThat(run.errorMessage()).isNull();
    assertThat(run.errorSpan()).isNull();

    run.joinedFailed = true;
    run.conclude();
    assertThat(run.status).isEqualTo(ExecutionState.ERROR);

    run.joinedFailed = false;
    run.handedOverFailed = true;
    run.conclude();
    assertThat(run.status).isEqualTo(ExecutionState.ERROR);
    assertThat(run.success()).isFalse();
  }

  @Test
  void whatARunDeclaresDecidesAboutItsSuccess() {
    begin(Told.agent(RUN, 0, "desk").declaring(false));
    run.conclude();

    assertThat(run.status).isEqualTo(ExecutionState.OK);
    assertThat(run.success()).isFalse();
    assertThat(run.successSource()).isEqualTo("outcome");
    assertThat(run.successConfidence()).isEqualTo(1.0);

    begin(Told.agent(RUN, 0, "desk"));
    assertThat(run.declaredSuccess).as("silence takes nothing back").isFalse();
  }

  @Test
  void withoutADeclarationTheStatusDecidesAndNobodyIsSure() {
    run.status = ExecutionState.ERROR;

    assertThat(run.success()).isFalse();
    assertThat(run.successSource()).isEqualTo("status");
    assertThat(run.successConfidence()).isNull();
  }

  @Test
  void anImplausibleOrMissingTimeIsTheArrival() {
    run.arrivedAt = ARRIVED;
    assertThat(run.startedAt()).isEqualTo(ARRIVED);

    begin(Told.agent(RUN, 0, "desk").at(500, 900));
    assertThat(run.startedAt()).isNotEqualTo(ARRIVED);
    run.implausible = true;

    assertThat(run.startedAt()).isEqualTo(ARRIVED);
    assertThat(run.endedAt()).isEqualTo(ARRIVED);
  }

  @Test
  void anEndBeforeTheStartIsNoNegativeDuration() {
    begin(Told.agent(RUN, 0, "desk").at(900, 500));

    assertThat(run.durationNanos()).isZero();
  }

  @Test
  void theLeastProbabilityOfAnAssignmentIsKept() {
    include(Told.tool(2, RUN).assignedWith(0.5));
    include(Told.tool(3, RUN));
    include(Told.tool(4, RUN).assignedWith(0.25));
    include(Told.tool(5, RUN).assignedWith(0.75));

    assertThat(run.assignmentProbability).isEqualTo(0.25);
  }

  @Test
  void attributesThatDisagreeKeepTheFirstByAlphabetAndLearningsAreASet() {
    include(Told.tool(2, RUN).attribute("plan", "pro").attribute("team", "a").learned("l2"));
    include(Told.tool(3, RUN).attribute("plan", "free").learned("l1", "l2"));
    include(Told.tool(4, RUN).attribute("plan", "trial"));

    assertThat(run.attributes).containsEntry("plan", "free").containsEntry("team", "a");
    assertThat(run.learnings).containsExactly("l1", "l2");
  }

  @Test
  void aRunInheritsWhatItDoesNotSayItselfAndTellsWhetherThatChanged() {
    ExecutionState parent = new ExecutionState(9);
    parent.session = "s";
    parent.user = "u";
    parent.environment = "prod";
    include(Told.tool(2, RUN).with(ExecutionLabels.Fact.USER, "own"));

    assertThat(run.inherit(parent)).isTrue();
    assertThat(run.session).isEqualTo("s");
    assertThat(run.user).isEqualTo("own");
    assertThat(run.environment).isEqualTo("prod");
    assertThat(run.inherit(parent)).as("nothing is new").isFalse();
    parent.session = "other";
    assertThat(run.inherit(parent)).isTrue();
    parent.environment = "test";
    assertThat(run.inherit(parent)).isTrue();
    assertThat(run.inherit(null)).as("what was inherited goes with the parent").isTrue();
    assertThat(run.session).isNull();
    assertThat(run.user).isEqualTo("own");
    assertThat(run.inherit(null)).isFalse();
  }

  @Test
  void aUserThatIsHeardLaterIsAChange() {
    run.inherit(null);
    include(Told.tool(2, RUN).with(ExecutionLabels.Fact.USER, "own"));

    assertThat(run.inherit(null)).isTrue();
  }

  /// The property that everything rests on: parts that are assembled alone and absorbed are what
  /// the whole is.
  @Test
  void absorbingAPartIsIncludingItsActionsInAnyCut() {
    List<Told> actions = many(new Random(5), 40);
    ExecutionState whole = new ExecutionState(RUN);
    actions.forEach(action -> whole.include(action.prepared(), action.span().countsUsage()));
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Told> shuffled = new ArrayList<>(actions);
      Collections.shuffle(shuffled, random);
      int cut = random.nextInt(shuffled.size() + 1);
      ExecutionState first = new ExecutionState(RUN);
      ExecutionState rest = new ExecutionState(Assembly.NONE);
      for (int i = 0; i < shuffled.size(); i++) {
        (i < cut ? first : rest)
            .include(shuffled.get(i).prepared(), shuffled.get(i).span().countsUsage());
      }
      first.absorb(rest);
      assertThat(first)
          .as("seed %s, cut at %s", seed, cut)
          .usingRecursiveComparison()
          .isEqualTo(whole);
    }
  }

  @Test
  void whatAbsorbsKeepsItsOwnBeginning() {
    begin(Told.agent(RUN, 0, "desk").at(500, 900));
    ExecutionState provisional = new ExecutionState(Assembly.NONE);
    provisional.include(Told.tool(2, RUN).at(100, 950).prepared(), false);
    provisional.name = "shop";
    provisional.endedNanos = 1_200;
    provisional.implausible = true;
    provisional.joinedFailed = true;

    run.absorb(provisional);

    assertThat(run.startedNanos).isEqualTo(500);
    assertThat(run.endedNanos).isEqualTo(900);
    assertThat(run.name).isEqualTo("span 1");
    assertThat(run.implausible).isTrue();
    assertThat(run.joinedFailed).isTrue();
    ExecutionState plain = new ExecutionState(2);
    plain.implausible = true;
    plain.joinedFailed = true;
    plain.absorb(new ExecutionState(3));
    assertThat(plain.implausible).isTrue();
    assertThat(plain.joinedFailed).isTrue();
  }

  @Test
  void unknownAndZeroAreAddedApart() {
    assertThat(ExecutionState.sum(null, null)).isNull();
    assertThat(ExecutionState.sum(null, 3L)).isEqualTo(3);
    assertThat(ExecutionState.sum(3L, null)).isEqualTo(3);
    assertThat(ExecutionState.sum(3L, 4L)).isEqualTo(7);
    assertThat(ExecutionState.sum(0L, null)).isZero();
  }

  private static List<Told> many(Random random, int count) {
    List<Told> actions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Told action =
          switch (random.nextInt(4)) {
            case 0 ->
                Told.call(i + 2, RUN)
                    .model("m" + random.nextInt(3))
                    .usage(new Usage(maybe(random), maybe(random), maybe(random), 1L, 2L, null));
            case 1 -> Told.of(i + 2, RUN, ActionKind.CHAIN);
            case 2 -> Told.of(i + 2, RUN, ActionKind.OTHER).plain();
            default -> Told.tool(i + 2, RUN);
          };
      if (random.nextInt(3) == 0) {
        action.failed("type " + random.nextInt(4), "message " + i);
      }
      if (random.nextBoolean()) {
        action.costing(random.nextInt(1_000));
      }
      for (ExecutionLabels.Fact fact : ExecutionLabels.Fact.values()) {
        if (random.nextInt(4) == 0) {
          action.with(fact, "value " + random.nextInt(5));
        }
      }
      long start = 1_000 + random.nextInt(5) * 100L;
      actions.add(
          action
              .at(start, start + random.nextInt(3) * 100L)
              .assignedWith(random.nextInt(9) / 10.0)
              .learned("l" + random.nextInt(9))
              .attribute("a" + random.nextInt(3), "v" + random.nextInt(9)));
    }
    return actions;
  }

  private static @Nullable Long maybe(Random random) {
    return random.nextBoolean() ? Long.valueOf(random.nextInt(100)) : null;
  }

  private void include(Told action) {
    run.include(action.prepared(), false);
  }

  private void begin(Told beginning) {
    run.begin(beginning.span());
  }
}
