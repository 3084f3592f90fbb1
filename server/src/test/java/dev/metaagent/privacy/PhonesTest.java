package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Phone numbers: international ones by their calling code, national ones by how their digits are
/// grouped, and where that says little, by the words beside them.
class PhonesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 30 5550123",
        "+49 (0)30 555-0123",
        "+493055501234",
        "+1 202 555 0173",
        "+1 (202) 555-0173",
        "+1-202-555-0173",
        "+44 20 7946 0958",
        "+33 1 23 45 67 89",
        "+7 495 123-45-67",
        "+86 138 0013 8000",
        "+351 912 345 678",
        "+998 90 123 45 67",
        "0049 30 5550123",
        "011 44 20 7946 0958"
      })
  void anInternationalNumberNeedsNoWord(String number) {
    assertThat(Texts.values("Write or try " + number + " now")).containsExactly("phone " + number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(202) 555-0173",
        "202-555-0173",
        "202.555.0173",
        "1-202-555-0173",
        "(030) 5550123",
        "01.23.45.67.89",
        "01 23 45 67 89",
        "020 7946 0958",
        "030/5550123"
      })
  void theGroupsOfACountryTellItsNumbers(String number) {
    assertThat(Texts.values("office hours, " + number + ", mornings"))
        .containsExactly("phone " + number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call %s             | 202 555 0173",
        "reach us at %s      | 55 1234 5678",
        "text me: %s         | 87 65 43 21",
        "%s (mobile)         | 0171 555012",
        "phone %s            | 5550123",
        "Telefon: %s         | 3055501234",
        "tel. %s             | 030 5550123",
        "Handy %s            | 01715550123",
        "teléfono %s         | 912345678",
        "电话%s              | 13800138000",
        "{\"phone\":\"%s\"}  | 5550123",
        "{\"mobileNumber\": \"%s\"} | 5550123456"
      })
  void wordsBesideANumberTellIt(String sentence, String number) {
    assertThat(Texts.values(sentence.formatted(number))).containsExactly("phone " + number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 202 555 0173",
        "order 5550123",
        "between 1 000 000 and 2 000 000",
        "2026-11-22",
        "12/1/1981",
        "07.04.2006",
        "phone since 2006-04-07",
        "call at 10:20:30",
        "+0 30 5550123",
        "+999 30 5550123",
        "+1 202",
        "2+493055501234",
        "a+49305550123",
        "202-555-0173%",
        "202.555.0173.5",
        "2025550173.25",
        "202-555-01734-x9",
        "{\"rows\":2025550173}",
        "{\"session_id\":\"202-555-0173\"}",
        "(2006) 555-0173",
        "0.555012345",
        "555-01",
        "1 2 3 4 5 6 7 8 9 10 11 12 13"
      })
  void otherNumbersAreNoPhones(String text) {
    assertThat(Texts.kinds(text)).doesNotContain("phone");
  }

  @Test
  void aBracketBelongsToTheNumberThatBeginsWithIt() {
    assertThat(Texts.values("see (202) 555-0173)")).containsExactly("phone (202) 555-0173");
    assertThat(Texts.values("(call 202-555-0173)")).containsExactly("phone 202-555-0173");
  }

  @Test
  void twoNumbersBesideEachOtherAreTwo() {
    assertThat(Texts.values("+49 30 5550123, +49 30 5550124"))
        .containsExactly("phone +49 30 5550123", "phone +49 30 5550124");
    assertThat(Texts.values("202-555-0173 / 202-555-0174"))
        .containsExactly("phone 202-555-0173", "phone 202-555-0174");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+49 30 5550123   | 0049 30 5550123",
        "+49 30 5550123   | +49 (0)30 5550123",
        "+49 30 5550123   | +49-30-555-0123",
        "(202) 555-0173   | 202-555-0173",
        "+1 202 555 0173  | +1 (202) 555-0173"
      })
  void oneNumberHasOnePseudonymHoweverItIsWritten(String one, String other) {
    assertThat(Texts.clean(one)).isEqualTo(Texts.clean(other)).startsWith("<PHONE:k");
  }

  @Test
  void twoNumbersHaveTwoPseudonyms() {
    assertThat(Texts.clean("+49 30 5550123")).isNotEqualTo(Texts.clean("+49 30 5550124"));
    assertThat(Texts.clean("+49 30 5550123")).isNotEqualTo(Texts.clean("+48 30 5550123"));
  }
}
