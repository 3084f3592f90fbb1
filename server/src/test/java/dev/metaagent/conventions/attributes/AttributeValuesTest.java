package dev.metaagent.conventions.attributes;

import static dev.metaagent.conventions.Spans.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers come as numbers or strings; what is not told is unknown, never 0. */
class AttributeValuesTest {

  @ParameterizedTest
  @CsvSource({
    "12,12",
    "0,0",
    "' 12 ',12",
    "12.0,12",
    "1.2e3,1200",
    "12.6,13",
    "-1,",
    "'',",
    "twelve,",
    "12 tokens,",
    "NaN,",
    "Infinity,",
    "1e15,",
    "1234567890123456,"
  })
  void aCountIsAWholeNumberHoweverItIsWritten(String sent, @Nullable Long count) {
    assertThat(AttributeValues.count(value(sent))).isEqualTo(count);
  }

  @Test
  void aCountOfAnotherTypeIsReadOrUnknown() {
    assertThat(AttributeValues.count(value(7))).isEqualTo(7);
    assertThat(AttributeValues.count(value(7.4))).isEqualTo(7);
    assertThat(AttributeValues.count(value(-7))).isNull();
    assertThat(AttributeValues.count(value(true))).isNull();
    assertThat(AttributeValues.count(value(List.of("7")))).isNull();
    assertThat(AttributeValues.count(null)).isNull();
    assertThat(AttributeValues.count(AnyValue.getDefaultInstance())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0.25,0.25",
    "' 3 ',3.0",
    "-2,-2.0",
    "1e-3,0.001",
    "NaN,",
    "Infinity,",
    "a,",
    "'',",
    "123456789012345678901234567890123,"
  })
  void aNumberIsFinite(String sent, @Nullable Double number) {
    assertThat(AttributeValues.number(value(sent))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "TRUE,true",
    "1,true",
    "yes,true",
    "false,false",
    "0,false",
    "No,false",
    "maybe,",
    "'',"
  })
  void aTruthIsReadFromWords(String sent, @Nullable Boolean truth) {
    assertThat(AttributeValues.truth(value(sent))).isEqualTo(truth);
  }

  @Test
  void aTruthIsReadFromNumbersToo() {
    assertThat(AttributeValues.truth(value(1))).isTrue();
    assertThat(AttributeValues.truth(value(0.0))).isFalse();
    assertThat(AttributeValues.truth(value(2))).isNull();
    assertThat(AttributeValues.truth(value(List.of("true")))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "none",
        "None",
        "null",
        "undefined",
        "<not specified>",
        "\"\"",
        "\"null\""
      })
  void placeholdersOfNothingSayNothing(String sent) {
    assertThat(AttributeValues.text(value(sent))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Ada\"   | Ada",
        "Ada       | Ada",
        "\"        | \"",
        "\"a\"b\"  | a\"b",
        "nothing   | nothing",
        "NULL      | NULL"
      })
  void textLosesTheQuotesOfAJsonString(String sent, String text) {
    assertThat(AttributeValues.text(value(sent))).isEqualTo(text);
  }

  @Test
  void scalarsAreTextAndListsAreNot() {
    assertThat(AttributeValues.text(value(5))).isEqualTo("5");
    assertThat(AttributeValues.text(value(5.0))).isEqualTo("5");
    assertThat(AttributeValues.text(value(5.25))).isEqualTo("5.25");
    assertThat(AttributeValues.text(value(true))).isEqualTo("true");
    assertThat(AttributeValues.text(value(Double.NaN))).isNull();
    assertThat(AttributeValues.text(value(List.of("a")))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.000000001,1",
    "0.0000000004,0",
    "1.5,1500000000",
    "1000000000,1000000000000000000",
    "-0.1,",
    "1000000001,"
  })
  void dollarsAreKeptInBillionths(double dollars, @Nullable Long nano) {
    assertThat(AttributeValues.nanoUsd(dollars)).isEqualTo(nano);
  }
}
