package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.assembly.ExecutionLabels.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which of the words that actions say about their run is kept.
class ExecutionLabelsTest {

  private final ExecutionLabels labels = new ExecutionLabels();

  @ParameterizedTest
  @EnumSource(Fact.class)
  void everyFactIsHeardAsItselfAndNothingElseIs(Fact fact) {
    hear(fact, "said", false);

    for (Fact other : Fact.values()) {
      assertThat(labels.get(other)).isEqualTo(other == fact ? "said" : null);
    }
    assertThat(labels.saidByBeginning()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Fact.class)
  void whatTheBeginningSaysWinsWheneverItIsHeard(Fact fact) {
    hear(fact, "a", false);
    hear(fact, "m", true);
    hear(fact, "b", false);

    assertThat(labels.get(fact)).isEqualTo("m");
    assertThat(Integer.bitCount(labels.saidByBeginning())).isEqualTo(1);
  }

  @Test
  void theBeginningSaysEachFactWithABitOfItsOwn() {
    for (Fact fact : Fact.values()) {
      hear(fact, "said", true);
    }
    assertThat(Integer.bitCount(labels.saidByBeginning())).isEqualTo(Fact.values().length);
  }

  @Test
  void whatTheBeginningSaysOfOneFactLeavesTheOthersOpen() {
    hear(Fact.USER, "m", true);
    hear(Fact.SESSION, "z", false);
    hear(Fact.SESSION, "a", false);

    assertThat(labels.get(Fact.SESSION)).isEqualTo("a");
  }

  @Test
  void amongOtherActionsTheFirstByAlphabetIsKeptInAnyOrder() {
    hear(Fact.USER, "b", false);
    hear(Fact.USER, "a", false);
    hear(Fact.USER, "c", false);

    assertThat(labels.get(Fact.USER)).isEqualTo("a");
  }

  @Test
  void anEmptyWordSaysNothing() {
    hear(Fact.USER, "", true);
    assertThat(labels.get(Fact.USER)).isNull();
    assertThat(labels.saidByBeginning()).isZero();

    hear(Fact.USER, "u", false);
    hear(Fact.USER, "", false);
    assertThat(labels.get(Fact.USER)).isEqualTo("u");
  }

  @Test
  void whatIsRestoredCountsAsHeard() {
    hear(Fact.USER, "m", true);
    hear(Fact.SESSION, "s", false);
    ExecutionLabels restored = new ExecutionLabels();
    for (Fact fact : Fact.values()) {
      restored.restore(fact, labels.get(fact), labels.saidByBeginning());
    }

    restored.addFacts(Told.tool(2, 1).with(Fact.USER, "a").with(Fact.SESSION, "a").facts(), false);

    assertThat(restored.get(Fact.USER)).isEqualTo("m");
    assertThat(restored.get(Fact.SESSION)).isEqualTo("a");
    assertThat(restored.get(Fact.ARM)).isNull();
  }

  @Test
  void theBeginningOfAnotherRunIsAnOrdinaryActionHere() {
    ExecutionLabels other = new ExecutionLabels();
    other.addFacts(Told.tool(2, 1).with(Fact.USER, "m").with(Fact.ARM, "x").facts(), true);
    hear(Fact.USER, "a", false);

    labels.addFacts(other);

    assertThat(labels.get(Fact.USER)).isEqualTo("a");
    assertThat(labels.get(Fact.ARM)).isEqualTo("x");
    assertThat(labels.saidByBeginning()).isZero();
  }

  private void hear(Fact fact, String value, boolean beginning) {
    labels.addFacts(Told.tool(2, 1).with(fact, value).facts(), beginning);
  }
}
