package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.Message.Part;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages of every known shape in one: a role and its parts. */
class MessageReaderTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** Each message as {@code role: part | part}. */
  private static List<String> read(String text, String side) {
    return MessageReader.read(json(text), side).stream()
        .map(message ->
            message.role()
                + ": "
                + message.parts().stream()
                    .map(MessageReaderTest::written)
                    .collect(Collectors.joining(" | ")))
        .toList();
  }

  private static String written(Part part) {
    return switch (part.type()) {
      case "tool_call" -> "call " + part.name() + "#" + part.id() + part.arguments();
      case "tool_result" -> "result #" + part.id() + plain(part.result());
      case "reasoning" -> "thought " + part.text();
      case "other" -> "other " + part.text();
      default -> String.valueOf(part.text());
    };
  }

  private static String plain(@Nullable JsonNode result) {
    return String.valueOf(result);
  }

  @Test
  void openTelemetryPartsAreRead() {
    assertThat(
            read(
                """
                [{"role":"system","parts":[{"type":"text","content":"be kind"}]},
                 {"role":"user","parts":[{"type":"text","content":"weather?"}]},
                 {"role":"assistant","parts":[{"type":"reasoning","content":"look it up"},
                   {"type":"tool_call","id":"c1","name":"lookup","arguments":{"city":"Oslo"}}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"rain"}]}]
                """,
                "input"))
        .containsExactly(
            "system: be kind",
            "user: weather?",
            "assistant: thought look it up | call lookup#c1{\"city\":\"Oslo\"}",
            "tool: result #c1\"rain\"");
  }

  @Test
  void chatOfOpenAiIsRead() {
    assertThat(
            read(
                """
                {"messages":[
                 {"role":"developer","content":"be kind"},
                 {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                   "function":{"name":"lookup","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"{\\"t\\":3}"}]}
                """,
                "input"))
        .containsExactly(
            "system: be kind",
            "user: a | b",
            "assistant: call lookup#c1{\"city\":\"Oslo\"}",
            "tool: result #c1{\"t\":3}");
  }

  @Test
  void responsesOfOpenAiAreRead() {
    assertThat(
            read(
                """
                {"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
                  {"type":"function_call","call_id":"c1","name":"lookup","arguments":"{}"},
                  {"type":"function_call_output","call_id":"c1","output":"rain"},
                  {"type":"message","role":"assistant",
                   "content":[{"type":"output_text","text":"It rains."}]}]}
                """,
                "output"))
        .containsExactly(
            "assistant: thought hm",
            "assistant: call lookup#c1{}",
            "tool: result #c1\"rain\"",
            "assistant: It rains.");
  }

  @Test
  void choicesOfAnAnswerAreRead() {
    assertThat(
            read(
                """
                {"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},
                 "finish_reason":"stop"}],"usage":{"total_tokens":3}}
                """,
                "output"))
        .containsExactly("assistant: Hi");
  }

  @Test
  void blocksOfAnthropicAreRead() {
    assertThat(
            read(
                """
                [{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},
                   {"type":"text","text":"wait"},
                   {"type":"tool_use","id":"t1","name":"lookup","input":{"city":"Oslo"}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"rain"}]}]
                """,
                "input"))
        .containsExactly(
            "assistant: thought hm | wait | call lookup#t1{\"city\":\"Oslo\"}",
            "user: result #t1\"rain\"");
  }

  @Test
  void blocksOfBedrockAndGeminiAreNamedByTheirOnlyField() {
    assertThat(
            read(
                """
                [{"role":"assistant","content":[{"text":"wait"},
                   {"toolUse":{"toolUseId":"t1","name":"lookup","input":{"city":"Oslo"}}}]},
                 {"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":"rain"}}]}]
                """,
                "input"))
        .containsExactly(
            "assistant: wait | call lookup#t1{\"city\":\"Oslo\"}", "user: result #t1\"rain\"");
    assertThat(
            read(
                """
                {"candidates":[{"content":{"role":"model","parts":[{"text":"wait"},
                   {"functionCall":{"name":"lookup","args":{"city":"Oslo"}}}]}}]}
                """,
                "output"))
        .containsExactly("assistant: wait | call lookup#null{\"city\":\"Oslo\"}");
    assertThat(
            read(
                """
                {"contents":[{"role":"model","parts":[{"text":"wait"},
                   {"functionCall":{"name":"lookup","args":{"city":"Oslo"}}}]},
                 {"role":"user","parts":[{"functionResponse":{"name":"lookup","response":{"t":3}}}]}]}
                """,
                "input"))
        .containsExactly(
            "assistant: wait | call lookup#null{\"city\":\"Oslo\"}", "user: result #null{\"t\":3}");
  }

  @Test
  void envelopesOfLangChainAreOpened() {
    assertThat(
            read(
                """
                {"messages":[[
                 {"lc":1,"type":"constructor","id":["langchain","schema","HumanMessage"],
                  "kwargs":{"content":"hello","type":"human"}},
                 {"lc":1,"type":"constructor","id":["langchain","schema","AIMessageChunk"],
                  "kwargs":{"content":"","tool_calls":[{"name":"f","args":{"x":1},"id":"c"}]}},
                 {"lc":1,"type":"constructor","id":["langchain","prompts","PromptTemplate"],
                  "kwargs":{"content":"no message"}}]]}
                """,
                "input"))
        .containsExactly("user: hello", "assistant: call f#c{\"x\":1}");
    assertThat(read("{\"type\":\"human\",\"data\":{\"content\":\"hello\"}}", "input"))
        .containsExactly("user: hello");
    assertThat(
            read(
                "{\"generations\":[[{\"text\":\"Hi\",\"generation_info\":{\"reason\":\"stop\"}}]]}",
                "output"))
        .containsExactly("assistant: Hi");
  }

  @Test
  void thePromptOfVercelIsRead() {
    assertThat(read("{\"system\":\"be kind\",\"prompt\":\"hello\"}", "input"))
        .containsExactly("system: be kind", "user: hello");
    assertThat(
            read(
                """
                {"system":"be kind","messages":[{"role":"user",
                 "content":[{"type":"text","text":"hello"}]}]}
                """,
                "input"))
        .containsExactly("system: be kind", "user: hello");
    assertThat(
            read(
                """
                [{"role":"assistant","content":[{"type":"tool-call","toolCallId":"c1",
                  "toolName":"lookup","input":{"city":"Oslo"}}]},
                 {"role":"tool","content":[{"type":"tool-result","toolCallId":"c1",
                  "toolName":"lookup","output":{"type":"text","value":"rain"}}]}]
                """,
                "input"))
        .containsExactly(
            "assistant: call lookup#c1{\"city\":\"Oslo\"}",
            "tool: result #c1{\"type\":\"text\",\"value\":\"rain\"}");
  }

  @Test
  void messagesInAStringAndInPairsAreRead() {
    assertThat(read("\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]\"", "input"))
        .containsExactly("user: hi");
    assertThat(read("[[\"human\",\"hi\"],[\"ai\",\"hello\"]]", "input"))
        .containsExactly("user: hi", "assistant: hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "12",
        "\"plain text\"",
        "{\"city\":\"Oslo\"}",
        "[1,2,3]",
        "{\"role\":\"admin\",\"name\":\"x\"}",
        "{\"messages\":[]}",
        "{\"role\":\"user\",\"content\":\"\"}",
        "{\"text\":\"no generation\"}"
      })
  void whatIsNoMessageIsLeftAlone(String text) {
    assertThat(read(text, "input")).isEmpty();
  }

  @Test
  void nestingThatNeverEndsIsNotFollowed() {
    String deep = "{\"role\":\"user\",\"content\":\"hi\"}";
    for (int i = 0; i < 20; i++) {
      deep = "{\"data\":" + deep + "}";
    }
    assertThat(read(deep, "input")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "human,user",
    "HumanMessage,user",
    "USER,user",
    "ai,assistant",
    "AIMessageChunk,assistant",
    "model,assistant",
    "assistant,assistant",
    "SystemMessage,system",
    "developer,system",
    "ToolMessage,tool",
    "function,tool",
    "critic,critic"
  })
  void rolesHaveOneNameInAnySpelling(String sent, String role) {
    assertThat(MessageReader.role(sent)).isEqualTo(role);
  }

  @Test
  void theTextOfAMessageIsItsTextParts() {
    Message message =
        MessageReader.read(
                json(
                    """
                    [{"role":"assistant","content":[{"type":"text","text":"a"},
                      {"type":"thinking","thinking":"hm"},{"type":"text","text":"b"},
                      {"type":"tool_use","id":"t","name":"f","input":{}}]}]
                    """),
                "output")
            .getFirst();
    assertThat(message.text()).isEqualTo("a\nb");
    assertThat(message.toolCalls()).extracting(Part::name).containsExactly("f");
    assertThat(new Message("user", List.of(Part.reasoning("hm")), "input").text()).isNull();
  }
}
