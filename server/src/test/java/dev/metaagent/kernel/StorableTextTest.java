package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StorableTextTest {

  @ParameterizedTest
  @CsvSource({
    "a\0b, a\uFFFDb",
    "'\0', \uFFFD",
    "a\uD800, a\uFFFD",
    "\uDC00a, \uFFFDa",
    "\uD800\uD83D\uDE00, \uFFFD\uD83D\uDE00",
    "\uDE00\uD83D, \uFFFD\uFFFD"
  })
  void nulAndLoneSurrogatesBecomeTheReplacementCharacter(String text, String stored) {
    assertThat(StorableText.is(text)).isFalse();
    assertThat(StorableText.of(text)).isEqualTo(stored);
  }

  @Test
  void otherTextIsTheSameObject() {
    String text = "Zürich \uD83D\uDE00 \u0001 \uFFFF";
    assertThat(StorableText.of(text)).isSameAs(text);
  }

  @Test
  void jsonIsCleanedInNamesAndTextsAtAnyDepth() {
    var json =
        JsonMapper.shared().readTree("{\"a\":[\"x\\u0000\",{\"\\u0000k\":\"\\ud800\",\"n\":1}]}");
    assertThat(StorableJson.of(json).toString())
        .isEqualTo("{\"a\":[\"x\uFFFD\",{\"\uFFFDk\":\"\uFFFD\",\"n\":1}]}");
  }
}
