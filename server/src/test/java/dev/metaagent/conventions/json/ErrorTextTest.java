package dev.metaagent.conventions.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "store is closed | | store is closed",
        "ValueError('store is closed (T13)') | ValueError | store is closed (T13)",
        "openai.RateLimitError(\"it's too much\") | openai.RateLimitError | it's too much",
        "KeyError('order', 7) | KeyError | order",
        "ToolException(message='store is closed', code=3) | ToolException | store is closed",
        "OpenAIAPIError('Error code: 500 - out of order') | OpenAIAPIError | Error code: 500 - out"
            + " of order",
        "InternalServerError(\"Error code: 500 - {'error': {'message': 'out of order', 'type':"
            + " 'server_error'}}\") | InternalServerError | Error code: 500 - out of order",
        "Error code: 429 - {'error': {'message': 'too many', 'type': 'rate_limit', 'code': None}} |"
            + " rate_limit | Error code: 429 - too many",
        "Error getting response: {'error': {'message': 'out of order', 'code': 'E77'}} | E77 |"
            + " Error getting response: out of order",
        "Error in agent run: {'error': 'Error code: 500 - out of order'} | | Error in agent run:"
            + " Error code: 500 - out of order",
        "{\"error\":{\"code\":429,\"message\":\"quota\",\"status\":\"RESOURCE_EXHAUSTED\"}} |"
            + " RESOURCE_EXHAUSTED | quota",
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},\"request_id\":\"r\"}"
            + " | overloaded_error | busy",
        "{\"detail\":\"not found\"} | | not found",
        "{\"name\":\"NodeApiError\",\"message\":\"the service refused\"} | NodeApiError | the"
            + " service refused",
        "{\"message\":\"outer\",\"data\":{\"error\":\"inner\"}} | | inner",
        "Invalid input: {'message': 'hello', 'user': 'x'} | | Invalid input: {'message': 'hello',"
            + " 'user': 'x'}",
        "expected {a, b} but got {c} | | expected {a, b} but got {c}",
        "the call lookup('x') | | the call lookup('x')"
      })
  void isWhatWasSaidAndNotHowItIsPrinted(String sent, @Nullable String type, String message) {
    assertThat(ErrorText.of(sent)).isEqualTo(new ErrorText(type, message));
  }
}
