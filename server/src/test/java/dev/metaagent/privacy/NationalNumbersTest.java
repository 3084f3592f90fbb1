package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Identity, tax and insurance numbers. Those with a telling form stand alone; plain digits count
/// beside a word that names them, and only where a check digit of some country is right.
class NationalNumbersTest {

  private static final String FOUND = "national_id ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Brazil, person     | 529.982.247-25        | 529.982.247-26",
        "Brazil, company    | 11.222.333/0001-81    | 11.222.333/0001-82",
        "Switzerland        | 756.9217.0769.85      | 756.9217.0769.86",
        "Belgium            | 85.07.30-033.28       | 85.07.30-033.29",
        "India              | 2341 2341 2346        | 2341 2341 2347",
        "France             | 2 55 08 14 168 025 38 | 2 55 08 14 168 025 39",
        "France, in one     | 255081416802538       | 255081416802539",
        "Korea              | 900101-1234567        | 901301-1234567",
        "Sweden             | 811218-9876           | 811218-9875",
        "China              | 11010519491231002X    | 110105194912310020",
        "China, by month    | 11010119900307002X    | 11010119901307002X",
        "Spain              | 12345678Z             | 12345678A",
        "Spain, foreigner   | X1234567L             | X1234567M",
        "Spain, Y           | Y1234567X             | Y1234567L",
        "Singapore          | S1234567D             | S1234567E",
        "Italy              | RSSMRA85T10A562S      | RSSMRA85T10A562T",
        "Mexico             | HEGG560427MVZRRL04    | HEGG560427MVZRRL05",
        "Finland            | 131052-308T           | 131052-308U",
        "United Kingdom     | AB 12 34 56 C         | DB 12 34 56 C"
      })
  void aTellingFormStandsAlone(String country, String number, String almost) {
    assertThat(Texts.values("Nummer " + number + ", bitte"))
        .as(country)
        .containsExactly(FOUND + number);
    assertThat(Texts.kinds("row " + almost + ", next")).as(country).doesNotContain("national_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BSN                | 111222333     | 111222334",
        "TFN                | 123456782     | 123456784",
        "SIN                | 046454286     | 046454280",
        "NIF                | 123456789     | 123456780",
        "NHS                | 9434765919    | 9434765911",
        "PESEL              | 44051401359   | 44051401358",
        "NIP                | 1234563218    | 1234563210",
        "Steuer-ID          | 86095742719   | 86095742718",
        "OIB                | 69435151530   | 69435151531",
        "CPF                | 52998224725   | 52998224726",
        "Kimlik             | 10000000146   | 10000000140",
        "CNP                | 1800101221144 | 1800101221145",
        "EGN                | 7523169263    | 7523169262",
        "Aadhaar            | 234123412346  | 934123412347"
      })
  void plainDigitsCountBesideAWordThatNamesThem(String word, String number, String almost) {
    assertThat(Texts.values("his " + word + ": " + number)).containsExactly(FOUND + number);
    assertThat(Texts.kinds("order " + number)).as("without a word").isEmpty();
    assertThat(Texts.kinds("his " + word + ": " + almost)).as(almost).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "078-05-1120             | us_ssn 078-05-1120",
        "my number is 536-22-8726| us_ssn 536-22-8726",
        "SSN 078 05 1120         | us_ssn 078 05 1120",
        "ssn: 078051120          | us_ssn 078051120",
        "ITIN 912-70-1234        | us_ssn 912-70-1234",
      })
  void socialSecurityNumbersHaveHyphensOrAName(String text, String found) {
    assertThat(Texts.values(text)).containsExactly(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000-12-3456", "666-12-3456", "123-00-4567", "123-45-0000", "912-12-3456",
        "078 05 1120", "078-05-11201", "12-34-5678", "078-051-120", "part-078-05-1120"
      })
  void areasAndGroupsThatWereNeverGivenAreNone(String text) {
    assertThat(Texts.kinds(text)).doesNotContain("us_ssn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "passport C01X00T47             | passport C01X00T47",
        "Passport No: 123456789         | passport 123456789",
        "Reisepass C01X00T47            | passport C01X00T47",
        "passport number is X1234567    | passport X1234567",
        "driver's license D1234562      | driver_licence D1234562",
        "Führerschein B072RRE2I55       | driver_licence B072RRE2I55",
        "driving licence MORGA753116SM  | driver_licence MORGA753116SM",
        "{\"passport_number\":\"C01X00T47\"} | passport C01X00T47"
      })
  void documentsAreFoundWhereATextNamesThem(String text, String found) {
    assertThat(Texts.values(text)).containsExactly(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order C01X00T47", "flight LH1234567", "passport required", "passport ABCDEFGHI",
        "passport c01x00t47", "passport AB123", "license MIT2", "licence APACHE20"
      })
  void documentsThatNobodyNamesAreNone(String text) {
    assertThat(Texts.kinds(text)).isEmpty();
  }

  @Test
  void fieldsOfIdsHoldNoNationalNumbers() {
    assertThat(Texts.kinds("{\"request_id\":\"12345678Z\",\"hash\":\"RSSMRA85T10A562S\"}"))
        .isEmpty();
    assertThat(Texts.kinds("{\"dni\":\"12345678Z\"}")).containsExactly("national_id");
  }
}
