package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Payment cards: a brand's first digits and length, a check digit, and the groups of a card. The
/// numbers are those that brands publish for tests.
class CardsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4012888888881881",
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
        "5555555555554444",
        "5105 1051 0510 5100",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "371449635398431",
        "6011111111111117",
        "6011 0009 9013 9424",
        "3056 930902 5904",
        "3530111333300000",
        "3566-0020-2036-0505",
        "6759649826438453",
        "6200000000000005",
        "2200000000000004",
        "411111111111111118",
        "4199999999999999990"
      })
  void aCardOfAnyBrandIsFoundInASentence(String card) {
    assertThat(Texts.values("I paid with " + card + ", thanks.")).containsExactly("card " + card);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4222222222222", "30569309025904", "38520000023237", "5000000000013"})
  void aShortCardNeedsAWordThatSpeaksOfCards(String card) {
    assertThat(Texts.kinds("row " + card)).isEmpty();
    assertThat(Texts.values("my card " + card)).containsExactly("card " + card);
    assertThat(Texts.values("Kreditkarte: " + card)).containsExactly("card " + card);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the check digit is wrong | 4111111111111112",
        "two digits changed places | 5555555555545444",
        "no brand begins so | 9111111111111111",
        "an Amex has 15 digits | 3782822463100051",
        "a Mastercard has 16 digits | 555555555555444",
        "all digits are the same | 4444444444444444",
        "20 digits are too many | 41111111111111111112",
        "a letter follows | 4111111111111111a",
        "a letter stands before | x4111111111111111",
        "it is money | $4111111111111111",
        "it goes on after a point | 4111111111111111.25",
        "groups of three | 411 111 111 111 111 1",
        "three points and a blank | 4111.1111.1111 1111",
        "two kinds of separators | 4111-1111 1111-1111"
      })
  void whatIsAlmostACardIsNone(String why, String text) {
    assertThat(Texts.kinds("a " + text + " b")).as(why).doesNotContain("card");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"card\":4111111111111111}                 | card",
        "{\"cardNumber\":\"4111111111111111\"}       | card",
        "{\"card_id\":\"4111111111111111\"}          | card",
        "{\"number\":\"4111111111111111\"}           | card",
        "{\"rows\":4111111111111111}                 |",
        "{\"id\":\"4111111111111111\"}               |",
        "{\"requestId\":4111111111111111}            |",
        "[4111111111111111,5555555555554444]         |",
        "{\"hash\":\"4111111111111111\"}             |"
      })
  void theNameOfAFieldDecidesAboutItsNumber(String json, String kind) {
    if (kind == null) {
      assertThat(Texts.kinds(json)).isEmpty();
    } else {
      assertThat(Texts.kinds(json)).containsExactly(kind);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111 1111 1111 1111 and 5555 5555 5555 4444 | 2",
        "4111 1111 1111 1111 12/27 123              | 1",
        "4111111111111111 4012888888881881          | 2",
        "4111111111111111;5555555555554444;x        | 2"
      })
  void whatStandsBesideACardIsNoPartOfIt(String text, int cards) {
    assertThat(Texts.kinds(text)).hasSize(cards).containsOnly("card");
  }
}
