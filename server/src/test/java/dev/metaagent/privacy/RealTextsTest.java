package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Labelled texts that were not written here: classes with a structure are found, streets are not
/// looked for, names of people where they are wanted.
class RealTextsTest {

  private static LabelledTexts texts() throws IOException {
    LabelledTexts texts = LabelledTexts.shared().orElse(new LabelledTexts(java.util.List.of()));
    assumeThat(texts.texts()).as("the labelled texts are beside the repository").isNotEmpty();
    return texts;
  }

  @Test
  void structuredClassesAreFoundAndLittleElseIs() throws IOException {
    Scores scores = texts().structured();
    System.out.println(scores.table());
    scores.wrong().forEach(System.out::println);

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.97);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.98);
    assertThat(scores.byKind())
        .allSatisfy((kind, score) -> assertThat(score.recall()).isGreaterThanOrEqualTo(.97));
  }

  @Test
  void namesOfPeopleAreFoundWhereTheyAreWanted() throws IOException {
    Scores scores = texts().persons();
    System.out.println(scores.table());

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.6);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.9);
  }
}
