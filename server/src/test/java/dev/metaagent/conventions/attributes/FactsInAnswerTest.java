package dev.metaagent.conventions.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsInAnswerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"generations\":[[{\"text\":\"hi\",\"generation_info\":{\"model_name\":\"gpt-5-mini-2025-08-07\"}}]]}"
            + " | gpt-5-mini-2025-08-07",
        "{\"generations\":[[{\"message\":{\"kwargs\":{\"tool_calls\":[{\"args\":{\"model\":\"Golf\"}}],\"response_metadata\":{\"token_usage\":{\"x\":1},\"model_name\":\"gpt-5\"}}}}]]}"
            + " | gpt-5",
        "{\"llm_output\":{\"model\":\"claude-sonnet-4-5-20250929\"}} | claude-sonnet-4-5-20250929",
        "{\"replies\":[{\"meta\":{\"model\":\"gpt-4o-2024-08-06\"}}]} | gpt-4o-2024-08-06",
        "{\"id\":\"c\",\"choices\":[],\"model\":\"gpt-5-mini-2025-08-07\"} | gpt-5-mini-2025-08-07",
        "{\"candidates\":[],\"modelVersion\":\"gemini-2.5-pro\",\"usageMetadata\":{}} |"
            + " gemini-2.5-pro",
        "{\"model\":\"Golf\",\"year\":2020} |",
        "{\"choices\":[{\"message\":{\"model\":\"Golf\"}}]} |",
        "{\"response_metadata\":{\"nested\":{\"model_name\":\"x\"}}} |",
        "{\"response_metadata\":{\"model_name\":\"cut |",
        "the model said yes |"
      })
  void theAnsweringModelIsToldBesideTheAnswer(String answer, String model) {
    assertThat(FactsInAnswer.answeringModel(answer)).isEqualTo(model);
  }

  @Test
  void whereNoModelIsKnownTheFirstThatTheAnswerNamesIsTaken() {
    assertThat(FactsInAnswer.anyModel("{\"x\":{\"model\":\"gpt-4o\"},\"model\":\"other\"}"))
        .isEqualTo("gpt-4o");
    assertThat(FactsInAnswer.anyModel("{\"model\":{\"name\":\"x\"}}")).isNull();
    assertThat(FactsInAnswer.anyModel("{\"model\":\"")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"tool\",\"data\":{\"content\":\"ok\",\"tool_call_id\":\"call_1\"}} | call_1",
        "{\"output\":{\"lc\":1,\"kwargs\":{\"content\":\"ok\",\"tool_call_id\":\"call_1\"}}} |"
            + " call_1",
        "{\"update\":{\"messages\":[{\"tool_call_id\":\"call_1\"}]}} | call_1",
        "{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"ok\"} | call_1",
        "{\"toolCallId\":\"call_1\",\"result\":{}} | call_1",
        "content='ok' name='lookup' tool_call_id='call_1' | call_1",
        "{\"order\":\"1042\"} |",
        "the tool_call_id='x' is missing |",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"call_id\":\"theirs\"}}}}}} |"
      })
  void theCallOfAResultIsNamedInItsMessage(String result, String id) {
    assertThat(FactsInAnswer.toolCallId(result)).isEqualTo(id);
  }
}
