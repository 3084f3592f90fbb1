package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ExecutionBoundary.Never;
import dev.metaagent.conventions.ExecutionBoundary.WhenTopmost;
import dev.metaagent.conventions.ExecutionBoundary.Yields;
import dev.metaagent.executions.Steps;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.registry.Sighting;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which agents the spans of a trace name.
class NamedAgentsTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void aSpanThatStartsAnAgentBeginsItsRunWhereverItIs() {
    assertThat(NamedAgents.begunAt(Told.agent(1, 0, "desk").span(), true)).isEqualTo("desk");
    assertThat(NamedAgents.begunAt(Told.agent(1, 9, "desk").span(), false)).isEqualTo("desk");
  }

  @Test
  void aSpanThatNeverBeginsARunDoesNotEvenAsTheTopmost() {
    assertThat(NamedAgents.begunAt(Told.tool(1, 0).bounded(new Never("set-up")).span(), true))
        .isNull();
  }

  @Test
  void aTopmostSpanIsRunByItsAgentOrElseItsServiceOrElseItsName() {
    Told named = Told.top(1, "desk", Yields.NEVER);
    Told ofService =
        Told.top(1, null, Yields.NEVER).with(ExecutionLabels.Fact.SERVICE, "shop").named("GET");
    Told nameless = Told.top(1, null, Yields.NEVER).named("GET");

    assertThat(NamedAgents.begunAt(named.span(), true)).isEqualTo("desk");
    assertThat(NamedAgents.begunAt(ofService.span(), true)).isEqualTo("shop");
    assertThat(NamedAgents.begunAt(nameless.span(), true)).isEqualTo("GET");
    assertThat(NamedAgents.begunAt(named.span(), false)).isNull();
  }

  @Test
  void anActionWaitsUnderItsOwnAgentOrElseItsApplication() {
    Told service = Told.tool(2, 1).with(ExecutionLabels.Fact.SERVICE, "shop");

    assertThat(NamedAgents.provisionalAt(service.span())).isEqualTo("shop");
    assertThat(NamedAgents.provisionalAt(service.ofAgent("desk").span())).isEqualTo("desk");
    assertThat(NamedAgents.provisionalAt(Told.tool(2, 1).named("search").span()))
        .isEqualTo("search");
  }

  @Test
  void aTopThatYieldsToTheOnlyAgentBelowKeepsItsRunWhenThereAreTwo() {
    Told top = Told.top(1, null, Yields.TO_THE_ONLY);

    assertThat(below(top, Told.agent(2, 1, "desk"))).isEqualTo(Steps.agent("desk"));
    assertThat(below(top, Told.agent(2, 1, "desk"), Told.agent(3, 1, "desk")))
        .as("one agent that ran twice")
        .isEqualTo(Steps.agent("desk"));
    assertThat(below(top, Told.agent(2, 1, "desk"), Told.agent(3, 1, "seats"))).isNull();
    assertThat(below(top, Told.tool(2, 1))).isNull();
  }

  @Test
  void aTopThatYieldsToTheFirstGivesItsRunToTheAgentThatBeganFirst() {
    Told top = Told.top(1, null, Yields.TO_THE_FIRST);

    assertThat(
            below(
                top, Told.agent(2, 1, "seats").at(500, 900), Told.agent(3, 1, "desk").at(400, 900)))
        .isEqualTo(Steps.agent("desk"));
    assertThat(below(top, Told.agent(8, 1, "seats"), Told.agent(3, 1, "desk")))
        .as("of those that began together, the smaller span")
        .isEqualTo(Steps.agent("desk"));
    assertThat(below(top)).isNull();
  }

  @Test
  void aTopOfItsOwnYieldsToNobody() {
    assertThat(below(Told.top(1, null, Yields.NEVER), Told.agent(2, 1, "desk"))).isNull();
    assertThat(below(Told.agent(1, 0, "desk"), Told.agent(2, 1, "seats"))).isNull();
    assertThat(NamedAgents.yields(Told.tool(1, 0).span())).isEqualTo(Yields.NEVER);
    assertThat(NamedAgents.yields(Told.top(1, null, Yields.TO_THE_ONLY).span()))
        .isEqualTo(Yields.TO_THE_ONLY);
  }

  @Test
  void agentsAreLookedForThroughStepsButNotBelowOtherAgents() {
    Told top = Told.top(1, null, Yields.TO_THE_ONLY);

    assertThat(
            below(
                top,
                Told.of(2, 1, ActionKind.CHAIN),
                Told.of(3, 2, ActionKind.CHAIN),
                Told.agent(4, 3, "desk"),
                Told.agent(5, 4, "seats")))
        .isEqualTo(Steps.agent("desk"));
  }

  @Test
  void aRingOfStepsBelowATopEnds() {
    Told top = Told.top(1, null, Yields.TO_THE_ONLY);

    assertThat(below(top, Told.tool(2, 1), Told.tool(3, 2), Told.tool(2, 3))).isNull();
  }

  @Test
  void aSpanThatBeginsARunIsASightingOfItsAgent() {
    Told desk =
        Told.agent(2, 1, "desk")
            .with(ExecutionLabels.Fact.FRAMEWORK, "graph")
            .with(ExecutionLabels.Fact.VERSION, "1.2")
            .with(ExecutionLabels.Fact.ENVIRONMENT, "prod");

    assertThat(NamedAgents.sighting(desk.span(), NOW))
        .contains(new Sighting("desk", "graph", "1.2", "prod", NOW, true));
    assertThat(NamedAgents.sighting(Told.tool(2, 1).span(), NOW)).isEmpty();
  }

  @Test
  void aSpanThatBeginsARunOnlyAsTheTopmostIsASightingOnlyWithoutAParent() {
    WhenTopmost boundary = new WhenTopmost("desk", Yields.NEVER);

    assertThat(NamedAgents.sighting(Told.call(1, 0).bounded(boundary).span(), NOW)).isPresent();
    assertThat(NamedAgents.sighting(Told.call(1, 9).bounded(boundary).span(), NOW)).isEmpty();
  }

  private static @Nullable AgentId below(Told top, Told... spans) {
    SpanTree tree = new SpanTree(Arrays.stream(spans).map(Told::prepared).toList());
    return NamedAgents.below(top.span(), tree, Steps::agent);
  }
}
