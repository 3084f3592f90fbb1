package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRevisionTest {

  @ParameterizedTest
  @CsvSource({
    "https://example.org/x, main, abc1234",
    "https://example.org/x,,",
    ", main,",
    ",, abc1234",
    "https://example.org/x,, abc1234"
  })
  void itsLinesMakeTheSameAgain(String repository, String ref, String commit) {
    SourceRevision source = SourceRevision.of(repository, ref, commit);
    assertThat(source).isEqualTo(new SourceRevision(repository, ref, commit));
    assertThat(SourceRevision.parse(String.valueOf(source == null ? "" : source.lines())))
        .isEqualTo(source);
  }

  @Test
  void aPartThatCannotBeKeptWholeIsUnknown() {
    assertThat(SourceRevision.of("https://u:p/x@h", "a\nb", "c".repeat(101))).isNull();
    assertThat(SourceRevision.of(null, "r".repeat(301), " abc1234 "))
        .isEqualTo(new SourceRevision(null, null, "abc1234"));
    assertThat(SourceRevision.parse(null)).isNull();
  }
}
