package dev.metaagent.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " [1, -2.5e3, true, false, null, \"\", {}] ",
        "{\"a\":{\"b\":[\"\\u00e9\\n\\t\\\\\\\"\\/\\b\\f\\r\"]},\"c\":0}",
        "\"\\ud83d\\udc4d é 👍\"",
        "1E2"
      })
  void readsWhatAnotherLibraryReads(String text) throws Exception {
    ObjectMapper jackson = new ObjectMapper();
    assertThat(jackson.writeValueAsString(Json.parse(text)))
        .isEqualTo(
            jackson.writeValueAsString(jackson.convertValue(jackson.readTree(text), Object.class)));
  }

  @Test
  void whatIsWrittenIsReadByAnotherLibrary() throws Exception {
    Map<String, Object> value =
        Map.of("é\u0001\n\"\\", List.of(1, -2.5, true, Map.of("a", "\b\f\r\t\u001f")));
    assertThat(new ObjectMapper().readValue(Json.write(value), Object.class)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "--1",
        "tru",
        "nul",
        "\"",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\",
        "[1] 2",
        "'a'",
        "NaN",
        "[1 2]",
        "\"\\u00"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(InvalidJson.class);
  }

  @Test
  void wholeNumbersOf64BitsAreExact() {
    assertThat(Json.parse("[9223372036854775807, 9223372036854775808, 1.0, -0]"))
        .isEqualTo(List.of(Long.MAX_VALUE, 0x1p63, 1.0, -0.0));
  }

  @Test
  void endlessNestingIsRefusedInsteadOfEndingTheThread() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(InvalidJson.class);
    assertThat(Json.parse("[".repeat(1_000) + "]".repeat(1_000))).isNotNull();
  }
}
