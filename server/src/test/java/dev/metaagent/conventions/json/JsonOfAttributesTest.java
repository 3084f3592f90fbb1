package dev.metaagent.conventions.json;

import static dev.metaagent.conventions.Spans.attributes;
import static dev.metaagent.conventions.Spans.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON in strings, in envelopes of frameworks, and spread over attributes. */
class JsonOfAttributesTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void jsonInAStringIsOpenedHoweverOftenItWasWrapped() {
    String once = "{\"a\":1}";
    String twice = JsonMapper.shared().writeValueAsString(once);
    String thrice = JsonMapper.shared().writeValueAsString(twice);

    assertThat(Json.opened(once)).isEqualTo(json(once));
    assertThat(Json.opened(twice)).isEqualTo(json(once));
    assertThat(Json.opened(thrice)).isEqualTo(json(once));
    assertThat(Json.opened("  [1, 2] ")).isEqualTo(json("[1,2]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{a}", "plain", "12", "true", "null", "{\"a\":1} and more", "[1,2"})
  void otherTextStaysText(String text) {
    assertThat(Json.opened(text).isString()).isTrue();
    assertThat(Json.opened(text).stringValue()).isEqualTo(text);
  }

  @Test
  void valuesKeepTheirTypes() {
    assertThat(Json.of(value(5))).isEqualTo(json("5"));
    assertThat(Json.of(value(5_000_000_000L))).isEqualTo(json("5000000000"));
    assertThat(Json.of(value(List.of("a", true, 1.5)))).isEqualTo(json("[\"a\",true,1.5]"));
    assertThat(Json.of(value(Double.NaN)).stringValue()).isEqualTo("NaN");
    assertThat(Json.of(value("{\"a\":1}")).isString()).as("as it was sent").isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"args\":[],\"kwargs\":{\"city\":\"Oslo\"}}                  | {\"city\":\"Oslo\"}",
        "{\"kwargs\":{\"city\":\"Oslo\"}}                              | {\"city\":\"Oslo\"}",
        "{\"lc\":1,\"type\":\"constructor\",\"kwargs\":{\"content\":\"x\"}} | {\"content\":\"x\"}",
        "{\"type\":\"tool\",\"data\":{\"x\":1}}                        | {\"x\":1}",
        "{\"content\":\"sunny\",\"tool_call_id\":\"c1\"}               | \"sunny\"",
        "{\"content\":\"{\\\"t\\\":3}\",\"tool_call_id\":\"c1\"}       | {\"t\":3}",
        "{\"raw_output\":\"7\",\"is_error\":false}                     | \"7\"",
        "{\"input\":\"hi\",\"options\":{}}                             | \"hi\"",
        "{\"inputs\":{\"q\":1},\"tags\":[]}                            | {\"q\":1}",
        "{\"output\":{\"tool_call_id\":\"c\",\"content\":\"ok\"}}      | \"ok\""
      })
  void theEnvelopeOfAFrameworkIsTakenOff(String sent, String value) {
    assertThat(Envelopes.unwrapped(json(sent))).isEqualTo(json(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"args\":[1],\"kwargs\":{\"city\":\"Oslo\"}}",
        "{\"input\":\"hi\",\"limit\":3}",
        "{\"output\":{\"x\":1}}",
        "{\"type\":\"t\",\"data\":1,\"more\":2}",
        "{\"content\":\"sunny\"}",
        "[{\"kwargs\":{}}]"
      })
  void whatOnlyLooksLikeAnEnvelopeStays(String sent) {
    assertThat(Envelopes.unwrapped(json(sent))).isEqualTo(json(sent));
  }

  @Test
  void aListThatIsSpreadOverAttributesIsGathered() {
    assertThat(
            Unflattened.list(
                attributes(
                    "llm.input_messages.10.message.role", "user",
                    "llm.input_messages.2.message.role", "assistant",
                    "llm.input_messages.2.message.tool_calls.0.name", "lookup",
                    "llm.input_messages.0.message.role", "system",
                    "llm.input_messages.0.message.content", "be kind",
                    "llm.output_messages.0.message.role", "assistant",
                    "llm.input_messages.count", "3"),
                "llm.input_messages"))
        .isEqualTo(
            json(
                """
                [{"message":{"role":"system","content":"be kind"}},
                 {"message":{"role":"assistant","tool_calls":[{"name":"lookup"}]}},
                 {"message":{"role":"user"}}]
                """));
  }

  @Test
  void thereIsNoListWhereNoIndexFollows() {
    assertThat(Unflattened.list(attributes("a.b", "x", "a", "y", "ab.0", "z"), "a")).isNull();
    assertThat(Unflattened.list(attributes("a.0", "x", "a.1", "y"), "a"))
        .isEqualTo(json("[\"x\",\"y\"]"));
  }
}
