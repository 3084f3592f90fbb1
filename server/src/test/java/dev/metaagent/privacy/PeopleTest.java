package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of people in running text, which are looked for where a policy wants it.
class PeopleTest {

  private static List<String> people(String text) {
    return new TextCleaner(Texts.WITH_PERSONS, null)
        .findings(text).stream()
            .filter(found -> found.kind().equals("person"))
            .map(found -> text.substring(found.start(), found.end()))
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "My name is Ada Lovelace.                     | Ada Lovelace",
        "my name is Zorblax                           | Zorblax",
        "Name: Grace Hopper                           | Grace Hopper",
        "Dear Rubija,                                 | Rubija",
        "Hello, this is Dr. Kyle Kuefer. Who are you? | Kyle Kuefer",
        "Mrs. Qwertz flew to Oslo                     | Qwertz",
        "Best regards, Johannes Varvio                | Johannes Varvio",
        "please contact Susan L. Wagner today         | Susan L. Wagner",
        "a talk by Ludwig van Beethoven               | Ludwig van Beethoven",
        "Herr Müller kommt                            | Müller",
        "Liebe Katharina, danke                       | Katharina",
        "Kevin asked for a refund                     | Kevin",
        "the passenger Mary O'Brien                   | Mary O'Brien",
        "Jean-Luc Dubois called                       | Jean-Luc Dubois",
        "signed: Tim Cook Jr.                         | Tim Cook Jr."
      })
  void aNameIsFoundBesideAWordOrInTheLists(String text, String name) {
    assertThat(people(text)).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hi there, Hello World, Dear Customer, Dear Sir or Madam",
        "Will you be in Paris in May? Mark it. Grant access to Jordan.",
        "Thomas Cook Group and Morgan Ltd are companies",
        "14 Crown Street, Washington Avenue, Virginia Beach",
        "ChatOpenAI called GetWeather with JSON, HTTP and SQL",
        "Claude and Gemini are models; Ruby, Julia Language and Python",
        "The Agent Planner uses a Vector Database in Step One",
        "com.example.Alice@1.0, Alice.java, class Kevin{}, KEVIN=1",
        "name: my-agent, Name: production",
        "Sir bot, this tone"
      })
  void otherWordsWithACapitalStay(String text) {
    assertThat(people(text)).isEmpty();
  }

  @Test
  void nobodyIsLookedForUnlessWanted() {
    assertThat(Texts.found("My name is Ada Lovelace")).isEmpty();
  }

  @Test
  void oneNameHasOnePseudonymHoweverItIsWritten() {
    TextCleaner cleaner = new TextCleaner(Texts.WITH_PERSONS, null);

    assertThat(cleaner.clean("Dear Ada Lovelace,", 0))
        .matches("Dear <PERSON:k[a-z2-7]{14}>,")
        .isEqualTo(cleaner.clean("Dear Ada Lovelace,", 0));
    String once = cleaner.clean("Name: Ada Lovelace", 0);
    assertThat(cleaner.clean(once, 0)).isEqualTo(once);
  }

  @Test
  void addressesOfMailWinOverNames() {
    assertThat(
            new TextCleaner(Texts.WITH_PERSONS, null)
                .findings("Maria Lovelace <Maria.Lovelace@x.example>").stream()
                    .map(TextCleaner.Found::kind))
        .containsExactly("person", "email");
  }
}
