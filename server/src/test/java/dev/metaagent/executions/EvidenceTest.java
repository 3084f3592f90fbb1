package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.assembly.ExecutionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  private static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void aMoreBelievedSourceDecidesHoweverOldItIs() {
    Evidence outcome = said("a", EvidenceSource.OUTCOME, true, AT.minusSeconds(9_000));
    Evidence person = said("b", EvidenceSource.PERSON, false, AT);

    assertThat(Evidence.best(List.of(person, outcome))).contains(outcome);
  }

  @Test
  void sourcesAreBelievedInTheirOrder() {
    List<Evidence> all = new ArrayList<>();
    for (EvidenceSource source : EvidenceSource.values()) {
      all.add(said(source.name(), source, true, AT));
    }
    List<Evidence> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.sort(Evidence.MOST_BELIEVED_FIRST);

    assertThat(shuffled).isEqualTo(all);
    assertThat(all.getFirst().source()).isEqualTo(EvidenceSource.OUTCOME);
    assertThat(all.getLast().source()).isEqualTo(EvidenceSource.STATUS);
  }

  @Test
  void ofOneSourceTheLatestDecides() {
    Evidence early = said("a", EvidenceSource.PERSON, true, AT);
    Evidence late = said("b", EvidenceSource.PERSON, false, AT.plusSeconds(1));

    assertThat(Evidence.best(List.of(early, late))).contains(late);
    assertThat(Evidence.best(List.of(late, early))).contains(late);
  }

  @Test
  void ofOneSourceAndTimeTheIdDecides() {
    Evidence a = said("a", EvidenceSource.PERSON, true, AT);
    Evidence b = said("b", EvidenceSource.PERSON, false, AT);

    assertThat(Evidence.best(List.of(b, a))).contains(a);
  }

  @Test
  void whatShowsNothingOfSuccessDecidesNothing() {
    Evidence rating = said("a", EvidenceSource.OUTCOME, null, AT);
    Evidence status = Evidence.status(ExecutionState.ERROR, AT);

    assertThat(Evidence.best(List.of(rating, status))).contains(status);
    assertThat(Evidence.best(List.of(rating))).isEmpty();
    assertThat(Evidence.best(List.of(Evidence.status(ExecutionState.RUNNING, AT)))).isEmpty();
  }

  @Test
  void whatTheRunDeclaresIsAnOutcomeInTheApi() {
    assertThat(EvidenceSource.DECLARED.wire()).isEqualTo("outcome");
    for (EvidenceSource source : EvidenceSource.values()) {
      assertThat(EvidenceSource.ofWire(source.wire()).wire()).isEqualTo(source.wire());
    }
  }

  private static Evidence said(
      String id, EvidenceSource source, @Nullable Boolean success, Instant at) {
    return new Evidence(id, "kind", success, source, null, null, null, null, at, AT);
  }
}
