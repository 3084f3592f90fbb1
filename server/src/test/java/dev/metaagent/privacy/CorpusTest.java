package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The labelled texts of this repository, with secrets drawn anew.
class CorpusTest {

  private static final int DRAWS = 20;

  static Scores scores() {
    Scores scores = new Scores(Texts.POLICY);
    for (int seed = 1; seed <= DRAWS; seed++) {
      Corpus.texts(seed).forEach(text -> scores.measure(text.text(), text.labels()));
    }
    return scores;
  }

  @Test
  void formatsOfManyCountriesAndSecretsOfManyServicesAreFound() {
    Scores scores = scores();
    System.out.println(scores.table());
    scores.wrong().stream().distinct().limit(60).forEach(System.out::println);

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.98);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.98);
    assertThat(scores.byKind())
        .allSatisfy((kind, score) ->
            assertThat(score.recall())
                .as(kind)
                .isGreaterThanOrEqualTo(Corpus.secret(kind) ? .95 : .97));
  }

  @Test
  void whatWasReplacedOnceStaysTheSame() {
    for (Corpus.Text text : Corpus.texts(7)) {
      String once = Texts.clean(text.text());
      assertThat(Texts.clean(once)).as(text.text()).isEqualTo(once);
    }
  }
}
