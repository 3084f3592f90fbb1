package dev.metaagent.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.search.filter.WordIndex;
import dev.metaagent.search.query.Totals.Share;
import dev.metaagent.search.query.Totals.Sum;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text as words, for what is stored and asked alike; and sums over nested runs. */
class SearchWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Quick-brown fox.        | the quick brown fox",
        "gpt-4o answered 42 times    | gpt 4o answered 42 times",
        "Café CAFÉ café              | café",
        "a_b c.d                     | a b c d",
        "天气 weather                  | 天 气 weather",
        "東京タワー                     | 東 京 タワー",
        "हिन्दी                          | हिन्दी",
        "!?… —                       | ''"
      })
  void wordsAreRunsOfLettersAndDigitsInLowerCase(String text, String words) {
    assertThat(String.join(" ", SearchWords.of(text, 100))).isEqualTo(words);
  }

  @Test
  void ofManyWordsTheFirstAreTakenAndNoVeryLongOne() {
    String many = IntStream.range(0, 50).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    assertThat(SearchWords.of(many, 3)).containsExactly("w0", "w1", "w2");
    assertThat(SearchWords.of("a " + "x".repeat(65) + " " + "y".repeat(64), 9))
        .containsExactly("a", "y".repeat(64));
    assertThat(SearchWords.of("a b", 1)).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "refund                 | ('refund')",
        "refund late            | ('refund') & ('late')",
        "Refund -cancelled      | ('refund') & !('cancelled')",
        "can*                   | ('can':*)",
        "gpt-4o*                | ('gpt' & '4o':*)",
        "-gpt-4o                | !('gpt' & '4o')",
        "o'hara                 | ('o' & 'hara')",
        "' or 1=1               | ('or') & ('1')",
        "- * !                  | \"\""
      })
  void aQuestionAsksForAllOfItsWords(String question, String query) {
    assertThat(SearchWords.query(question)).isEqualTo(query);
  }

  @Test
  void theWordOfAnOrganizationIsNoWordThatPeopleWrite() {
    String word = SearchWords.of(OrganizationId.LOCAL);
    assertThat(SearchWords.of("@" + OrganizationId.LOCAL, 100)).doesNotContain(word);
  }

  @Test
  void nobodySearchesWordsOfBodiesWithoutReadingBodies() {
    assertThat(WordIndex.ALL.column()).isEqualTo("words");
    assertThat(WordIndex.WITHOUT_BODIES.column()).isEqualTo("plain_words");
    assertThat(WordIndex.WITHOUT_BODIES.indexed()).isEqualTo("metaagent_plain_words_indexed");
    assertThat(WordIndex.WITHOUT_BODIES.newest()).isEqualTo("metaagent_plain_words_newest");
  }

  private static ExecutionId id(long span) {
    return new ExecutionId(new TraceId(new UUID(0, 1)), span);
  }

  private static Share share(long span, @Nullable Long parent, @Nullable Long cost) {
    return new Share(id(span), parent == null ? null : id(parent), new Sum(cost, null, cost, 1));
  }

  @Test
  void aRunUsedWhatItAndItsDescendantsUsed() {
    Totals totals =
        new Totals(
            List.of(share(1, null, 10L), share(2, 1L, 20L), share(3, 2L, null), share(4, 2L, 5L)));
    assertThat(totals.of(id(1))).isEqualTo(new Sum(35L, null, 35L, 4));
    assertThat(totals.of(id(2))).isEqualTo(new Sum(25L, null, 25L, 3));
    assertThat(totals.of(id(3))).isEqualTo(new Sum(null, null, null, 1));
    assertThat(totals.of(id(9))).isEqualTo(new Sum(null, null, null, 0));
  }

  @Test
  void runsThatAreTheirOwnAncestorsAreCountedOnce() {
    Totals totals = new Totals(List.of(share(1, 2L, 10L), share(2, 1L, 20L)));
    assertThat(totals.of(id(1))).isEqualTo(new Sum(30L, null, 30L, 2));
  }

  @Test
  void conditionsThatAskNothingAreLeftOut() {
    Conditions conditions =
        new Conditions().and("a = :a", "a", null).and("b = :b", "b", 1).and("c");
    assertThat(conditions.sql()).isEqualTo("b = :b and c");
    assertThat(conditions.parameters()).containsOnlyKeys("b");
    assertThat(new Conditions().sql()).isEqualTo("true");
  }
}
