package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The sentence about a run that says how much of it was replaced.
class ReplacementCountTest {

  private static final String FIRST = "<EMAIL:kabcdefghijklmn>";
  private static final String SECOND = "<EMAIL:kabnopqrstuvwxy>";

  private static String sentence(String... texts) {
    ReplacementCount count = new ReplacementCount();
    for (String text : texts) {
      count.look(text);
    }
    return count.sentence();
  }

  @Test
  void nothingIsSaidToBeNothing() {
    assertThat(sentence()).isEqualTo("nothing found");
    assertThat(sentence("plain text with <b>markup</b> and <T:kabcdefghijklmn>"))
        .isEqualTo("nothing found");
  }

  @Test
  void aValueCountsOnceHoweverOftenItComes() {
    assertThat(sentence(FIRST + " and " + FIRST, FIRST))
        .isEqualTo("1 e-mail address replaced before storing");
    assertThat(sentence(FIRST, SECOND)).isEqualTo("2 e-mail addresses replaced before storing");
  }

  @Test
  void kindsAreJoinedByCommasAndOneAnd() {
    assertThat(sentence(FIRST + " <PHONE:kabcdefghijklmn> <CARD:kabcdefghijklmn>"))
        .isEqualTo("1 e-mail address, 1 payment card and 1 phone number replaced before storing");
  }

  @Test
  void kindsOfSecretsAreCountedTogether() {
    assertThat(sentence("<API_KEY> <API_KEY>"))
        .isEqualTo("1 kind of secret replaced before storing");
    assertThat(sentence("<API_KEY> <PASSWORD> <EMAIL>"))
        .isEqualTo("1 e-mail address and 2 kinds of secrets replaced before storing");
  }

  @Test
  void peopleHaveTheirOwnPlural() {
    assertThat(sentence("<PERSON_NAME:kabcdefghijklmn> <PERSON_NAME:kabnopqrstuvwxy>"))
        .isEqualTo("2 names of people replaced before storing");
    assertThat(sentence("<PERSON_NAME>")).isEqualTo("1 name of a person replaced before storing");
    assertThat(sentence("<IP_ADDRESS:kabcdefghijklmn> <IP_ADDRESS:kabnopqrstuvwxy>"))
        .isEqualTo("2 IP addresses replaced before storing");
  }

  @Test
  void labelsThatNoClassHasAreNotCounted() {
    assertThat(sentence("<ATTRIBUTE> <CUSTOMER:kabcdefghijklmn> <WITHHELD>"))
        .isEqualTo("nothing found");
  }
}
