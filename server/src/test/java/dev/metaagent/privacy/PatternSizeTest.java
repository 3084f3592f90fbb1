package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSizeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc|3",
        "C-[0-9]{6}|8",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}|26",
        "(ab){3}|6",
        "(a{2,10}b){5}c|56",
        "a{3,}|3",
        "x{y}|4",
        "\\(a{1000}|1001",
        "[(]{3}|3",
        "[\\]{3]|1"
      })
  void aPatternIsAsLargeAsItsRepetitionsMakeIt(String pattern, long size) {
    assertThat(PatternSize.of(pattern)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "((a{1000}){1000}){10}",
        "(((((a{1,30}){1,30}){1,30}){1,30}))",
        "\\Q[\\E((a{100}){100}){100}"
      })
  void whatRepeatsInsideWhatIsRepeatedIsTooLarge(String pattern) {
    assertThat(PatternSize.of(pattern)).isGreaterThan(PatternSize.MOST);
  }
}
