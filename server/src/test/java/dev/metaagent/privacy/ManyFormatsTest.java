package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Phone numbers of 67 countries in many spellings are found; numbers that are nobody's stay.
class ManyFormatsTest {

  private static final int DRAWS = 5;

  private static Scores scores(List<Corpus.Text> texts) {
    Scores scores = new Scores(Texts.POLICY);
    texts.forEach(text -> scores.measure(text.text(), text.labels()));
    System.out.println(scores.table());
    scores.wrong().stream().limit(80).forEach(System.out::println);
    return scores;
  }

  private static Scores phones(boolean national) {
    return scores(
        java.util.stream.LongStream.range(0, DRAWS)
            .mapToObj(PhoneFormats::new)
            .flatMap(formats -> (national ? formats.national() : formats.international()).stream())
            .toList());
  }

  @Test
  void nationalNumbersBesideAWordAreFound() {
    Scores scores = phones(true);

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.97);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.98);
  }

  @Test
  void internationalNumbersAreFoundAnywhere() {
    Scores scores = phones(false);

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.98);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.98);
  }

  @Test
  void numbersAndIdsThatAreNobodysStay() {
    List<String> lines =
        java.util.stream.LongStream.range(0, DRAWS)
            .mapToObj(NoPersonalData::new)
            .flatMap(lists -> lists.lines().stream())
            .toList();
    List<String> changed = lines.stream().filter(line -> !Texts.clean(line).equals(line)).toList();
    changed.stream()
        .limit(40)
        .map(line -> Texts.values(line) + " in " + line)
        .forEach(System.out::println);

    assertThat(changed.size() / (double) lines.size()).isLessThan(.002);
  }
}
