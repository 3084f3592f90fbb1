package dev.metaagent.search.describe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSONDecodeError|Expecting ',' delimiter: line 1 column 46 (char 45)|the text was not valid"
            + " JSON at character 45",
        "JsonParseException|Unexpected character ('o' (code 111)): was expecting comma [Source:"
            + " REDACTED; line: 1, column: 215]|the text was not valid JSON at character 215",
        "SyntaxError|Unexpected token o in JSON at position 12|the text was not valid JSON at"
            + " character 12",
        "SyntaxError|Unexpected end of JSON input|the text was not valid JSON",
        "StreamReadException|Unexpected character at line: 3, column: 8|the text was not valid JSON"
            + " at line 3, column 8",
        "TimeoutError|Request timed out after 30 s|timed out after 30 s",
        "DEADLINE_EXCEEDED||timed out",
        "RateLimitError|Error code: 429 - too many requests|the rate limit was reached",
        "RateLimitError|You exceeded your current quota, insufficient_quota|the quota is used up",
        "BadRequestError|This model's maximum context length is 8192 tokens|the prompt was longer"
            + " than the model's context",
        "ConnectError|connect ECONNREFUSED 127.0.0.1:5432|the connection was refused",
        "HTTPStatusError|Server error: HTTP 503 for url x|answered with HTTP 503",
        "AuthenticationError|Error code: 401 - invalid key|access was denied with HTTP 401",
        "KeyError|'email'|the key 'email' is missing",
        "java.lang.IllegalStateException|java.lang.IllegalStateException: no lead chosen|no lead"
            + " chosen",
        "ValueError|first line|first line",
        "OrderNotFound||failed with OrderNotFound"
      })
  void anErrorIsToldInPlainWords(String type, String message, String words) {
    assertThat(Headline.of("step", type, message)).isEqualTo("step: " + words);
    assertThat(Headline.of(null, type, message)).isEqualTo(words);
  }

  @Test
  void nothingIsInventedWhereNothingIsKnown() {
    assertThat(Headline.of("step", null, null)).isNull();
    assertThat(Headline.of("step", "", "")).isEqualTo("step: failed");
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(Headline.of("step", "Error", "x".repeat(9_000))).hasSize(160).endsWith("…");
  }
}
