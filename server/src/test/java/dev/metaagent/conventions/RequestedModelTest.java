package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of a call that got no answer, which may stand in its parameters only. */
class RequestedModelTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "llm.invocation_parameters | {\"tool_choice\":\"auto\",\"model\":\"gpt-5\"} | gpt-5",
        "mlflow.spanInputs | {\"model\":\"gpt-5\",\"messages\":[]} | gpt-5",
        "llm.invocation_parameters | {\"tools\":[{\"model\":\"other\"}]} |",
        "llm.invocation_parameters | {\"model\":null} |",
        "llm.invocation_parameters | {\"mod |",
        "llm.invocation_parameters | `` |"
      })
  void theParametersTellTheRequestedModel(String name, String sent, @Nullable String model) {
    MappedSpan call =
        Spans.mapped(Spans.span("call", "openinference.span.kind", "LLM", name, sent));

    assertThat(call.model()).isEqualTo(model);
  }
}
