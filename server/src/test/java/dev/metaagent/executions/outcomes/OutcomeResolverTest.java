package dev.metaagent.executions.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.Outcome;
import dev.metaagent.executions.Outcomes;
import dev.metaagent.executions.Written;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.tenancy.Tenant;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which evidence decides about a run, and to which run it is attached, over a real database.
class OutcomeResolverTest {

  private final Written written = new Written();
  private final Instant at = written.start.plusSeconds(60);

  @Test
  void withoutOutcomesTheStatusDecides() {
    run();

    assertThat(decided(1)).isEqualTo("true by status");
  }

  @Test
  void theMostBelievedSourceDecidesInWhateverOrderTheyCome() {
    run();
    take(about(1, said("a", EvidenceSource.JUDGE, false, at)));
    assertThat(decided(1)).isEqualTo("false by judge");
    take(about(1, said("b", EvidenceSource.OUTCOME, true, at.minusSeconds(50))));
    assertThat(decided(1)).isEqualTo("true by outcome");
    take(about(1, said("c", EvidenceSource.PERSON, false, at.plusSeconds(50))));
    assertThat(decided(1)).as("later, but less believed").isEqualTo("true by outcome");
  }

  @Test
  void ofOneSourceTheLatestDecidesAlsoWhenItCameFirst() {
    run();
    take(about(1, said("late", EvidenceSource.PERSON, false, at.plusSeconds(9))));
    take(about(1, said("early", EvidenceSource.PERSON, true, at)));

    assertThat(decided(1)).isEqualTo("false by person");
  }

  @Test
  void ofOneSourceAndTimeTheLastReceivedDecidesAndThenTheSmallerId() {
    run();
    take(about(1, received("x", false, at)), about(1, received("y", true, at.plusSeconds(1))));
    assertThat(decided(1)).isEqualTo("true by person");

    take(about(1, received("b", false, at.plusSeconds(1))));
    assertThat(decided(1)).as("b before y").isEqualTo("false by person");
  }

  @Test
  void evidenceThatShowsNothingOfSuccessIsKeptAndDecidesNothing() {
    run();
    take(about(1, said("a", EvidenceSource.OUTCOME, null, at)));

    assertThat(decided(1)).isEqualTo("true by status");
    assertThat(written.rows("select execution_span from execution_outcomes")).containsExactly("1");
  }

  @Test
  void anOutcomeOfAStepIsAboutTheRunThatHoldsIt() {
    run();

    assertThat(take(about(4, said("a", EvidenceSource.PERSON, false, at))))
        .extracting(Outcomes.Taken::execution)
        .containsExactly(new ExecutionId(written.trace, 3));
    assertThat(decided(3)).isEqualTo("false by person");
    assertThat(decided(1)).isEqualTo("true by status");
  }

  @Test
  void anOutcomeOfATraceIsAboutItsFirstRun() {
    run();
    take(about(0, said("a", EvidenceSource.PERSON, false, at)));

    assertThat(decided(1)).isEqualTo("false by person");
    assertThat(decided(3)).isEqualTo("true by status");
  }

  @Test
  void anOutcomeOfAnUnknownSpanWaitsUntilItComes() {
    run();
    assertThat(take(about(9, said("a", EvidenceSource.PERSON, false, at))))
        .extracting(Outcomes.Taken::execution)
        .containsOnlyNulls();
    assertThat(decided(1)).isEqualTo("true by status");

    written.write(written.span(9, 1, "invoke_agent", "refunds"));

    assertThat(decided(9)).isEqualTo("false by person");
    assertThat(decided(1)).isEqualTo("true by status");
  }

  @Test
  void anOutcomeThatCameBeforeItsTraceDecidesWhenThatComes() {
    take(about(1, said("a", EvidenceSource.DOWNSTREAM, false, at)));
    assertThat(written.rows("select span_id from executions")).isEmpty();

    run();

    assertThat(decided(1)).isEqualTo("false by downstream");
  }

  @Test
  void anOutcomeOfAStepMovesToTheRunThatTheStepTurnsOutToBelongTo() {
    written.write(written.span(4, 3, "chat", null));
    take(about(4, said("a", EvidenceSource.PERSON, false, at)));
    assertThat(decided(0)).as("the provisional execution").isEqualTo("false by person");

    written.write(written.span(3, 0, "invoke_agent", "seats"));

    assertThat(decided(3)).isEqualTo("false by person");
    assertThat(written.rows("select execution_span from execution_outcomes")).containsExactly("3");
  }

  @Test
  void aCorrectionTakesTheOldWordBack() {
    run();
    take(about(1, said("a", EvidenceSource.PERSON, false, at)));
    take(about(1, said("a", EvidenceSource.PERSON, true, at)));
    assertThat(decided(1)).isEqualTo("true by person");

    take(about(1, said("a", EvidenceSource.PERSON, null, at)));
    assertThat(decided(1)).as("it says nothing any more").isEqualTo("true by status");
  }

  @Test
  void aCorrectionThatNamesAnotherRunLeavesTheFirstAsItWas() {
    run();
    take(about(1, said("a", EvidenceSource.PERSON, false, at)));
    take(about(3, said("a", EvidenceSource.PERSON, false, at)));

    assertThat(decided(1)).isEqualTo("true by status");
    assertThat(decided(3)).isEqualTo("false by person");
  }

  @Test
  void theSameAgainIsNothingNew() {
    run();
    Outcome outcome = about(1, said("a", EvidenceSource.PERSON, false, at));

    assertThat(take(outcome)).extracting(Outcomes.Taken::fresh).containsExactly(true);
    assertThat(take(outcome)).extracting(Outcomes.Taken::fresh).containsExactly(false);
  }

  @Test
  void whatTheRunDeclaredStandsAgainstAPersonButNotAgainstWhatHappened() {
    Span.Builder declaring = written.span(1, 0, "invoke_agent", "desk");
    declaring
        .addAttributesBuilder()
        .setKey("metaagent.success")
        .getValueBuilder()
        .setBoolValue(false);
    written.write(declaring);
    assertThat(decided(1)).isEqualTo("false by outcome");

    take(about(1, said("a", EvidenceSource.PERSON, true, at)));
    assertThat(decided(1)).isEqualTo("false by outcome");
    take(about(1, said("b", EvidenceSource.OUTCOME, true, at)));
    assertThat(decided(1)).isEqualTo("true by outcome");
  }

  @Test
  void theConfidenceIsThatOfWhatDecides() {
    run();
    take(about(1, said("a", EvidenceSource.JUDGE, false, at)));

    assertThat(written.rows("select success_confidence from executions where span_id = 1"))
        .containsExactly("0.7");
    assertThat(written.rows("select success_confidence from executions where span_id = 3"))
        .containsExactly("null");
  }

  private void run() {
    written.write(
        written.span(1, 0, "invoke_agent", "desk", 0, 100),
        written.span(2, 1, "chat", null, 1, 20),
        written.span(3, 1, "invoke_agent", "seats", 30, 90),
        written.span(4, 3, "execute_tool", null, 40, 60));
  }

  private Outcome about(long span, Evidence evidence) {
    return new Outcome(evidence, written.trace, span, null);
  }

  private static Evidence said(
      String id, EvidenceSource source, @Nullable Boolean success, Instant at) {
    return new Evidence(
        id, "rating", success, source, source.confidence(), null, null, null, at, at);
  }

  /// What a person said at one time, received at another.
  private Evidence received(String id, boolean success, Instant receivedAt) {
    return new Evidence(
        id, "rating", success, EvidenceSource.PERSON, 1.0, null, null, null, at, receivedAt);
  }

  private List<Outcomes.Taken> take(Outcome... outcomes) {
    return Tenant.call(
        written.organization, () -> written.bean(Outcomes.class).take(Arrays.asList(outcomes)));
  }

  private String decided(long span) {
    return written
        .rows(
            "select coalesce(success::text, 'unknown') || ' by ' || success_source from executions"
                + " where span_id = "
                + span)
        .getFirst();
  }
}
