package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.attributes.SpanFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tokens and cost in one meaning: input includes its cached parts, output its reasoning. Where a
 * total is sent, the total decides; what is not told is unknown.
 */
class UsagesTest {

  private static final String IN = "gen_ai.usage.input_tokens";
  private static final String OUT = "gen_ai.usage.output_tokens";
  private static final String TOTAL = "gen_ai.usage.total_tokens";
  private static final String READ = "gen_ai.usage.cache_read.input_tokens";
  private static final String WRITE = "gen_ai.usage.cache_creation.input_tokens";
  private static final String REASONING = "gen_ai.usage.reasoning.output_tokens";

  private static Usage usage(Object... pairs) {
    return Usages.of(new SpanFacts(Spans.attributes(pairs)), "test", true);
  }

  private static Usage usageOf(String scope, Object... pairs) {
    return Usages.of(new SpanFacts(Spans.attributes(pairs)), scope, true);
  }

  @Test
  void whatIsNotToldIsUnknown() {
    assertThat(usage()).isEqualTo(Usage.NONE);
    assertThat(usage(IN, 100).outputTokens()).isNull();
    assertThat(usage(OUT, 7)).isEqualTo(new Usage(null, 7L, null, null, null, null));
  }

  @Test
  void aCallWithoutAnyTokenDidNotTellThem() {
    assertThat(usage(IN, 0, OUT, 0)).isEqualTo(Usage.NONE);
    assertThat(Usages.of(new SpanFacts(Spans.attributes(IN, 0, OUT, 0)), "test", false))
        .isEqualTo(new Usage(0L, 0L, null, null, null, null));
  }

  @Test
  void aCountOfZeroBesideTokensIsUnknown() {
    assertThat(usage(IN, 12, OUT, 0)).isEqualTo(new Usage(12L, null, null, null, null, null));
    assertThat(usage(IN, 0, OUT, 7)).isEqualTo(new Usage(null, 7L, null, null, null, null));
  }

  @Test
  void aCostOfZeroBesideTokensIsUnknownUnlessMetaAgentsOwnNameStatesIt() {
    assertThat(usage(IN, 12, OUT, 3, "gen_ai.usage.cost", 0).reportedCostNanoUsd()).isNull();
    assertThat(usage(IN, 12, OUT, 3, "llm.cost.total", 0.0).reportedCostNanoUsd()).isNull();
    assertThat(
            usage(IN, 12, OUT, 3, "langfuse.observation.cost_details", "{\"total\": 0}")
                .reportedCostNanoUsd())
        .isNull();
    assertThat(usage(IN, 12, OUT, 3, "gen_ai.usage.cost", 0.25).reportedCostNanoUsd())
        .isEqualTo(250_000_000L);
    assertThat(usage(IN, 12, OUT, 3, "metaagent.cost.usd", 0).reportedCostNanoUsd()).isZero();
  }

  @Test
  void aTotalAloneIsInput() {
    assertThat(usage(TOTAL, 40)).isEqualTo(new Usage(40L, null, null, null, null, null));
  }

  /** input, output, total, read, written, reasoning; then the input and output that are meant. */
  @ParameterizedTest
  @CsvSource({
    "100,20,,,,,100,20",
    "100,20,,80,,,100,20",
    "100,20,,150,,,250,20",
    "10,20,,80,30,,120,20",
    "100,20,120,80,,,100,20",
    "100,20,200,80,,,180,20",
    "100,20,230,80,30,,210,20",
    "100,20,,,,15,100,20",
    "100,20,,,,50,100,70",
    "100,20,150,,,30,100,50",
    "100,20,230,80,,30,180,50",
    "100,20,121,80,,,100,20"
  })
  void theTotalDecidesWhatInputAndOutputInclude(
      Long input,
      Long output,
      Long total,
      Long read,
      Long written,
      Long reasoning,
      long meantInput,
      long meantOutput) {
    java.util.List<Object> pairs = new java.util.ArrayList<>();
    Object[][] all = {
      {IN, input},
      {OUT, output},
      {TOTAL, total},
      {READ, read},
      {WRITE, written},
      {REASONING, reasoning}
    };
    for (Object[] pair : all) {
      if (pair[1] != null) {
        pairs.add(pair[0]);
        pairs.add(pair[1]);
      }
    }
    Usage usage = usage(pairs.toArray());
    assertThat(usage).isEqualTo(new Usage(meantInput, meantOutput, read, written, reasoning, null));
  }

  @Test
  void bedrocksInputExcludesCachedTokensAndItsCopiesDoToo() {
    assertThat(
            usageOf("opentelemetry.instrumentation.bedrock", IN, 200, OUT, 5, READ, 80)
                .inputTokens())
        .isEqualTo(280);
    assertThat(
            usageOf("opentelemetry.instrumentation.botocore.bedrock-runtime", IN, 200, READ, 80)
                .inputTokens())
        .isEqualTo(280);
    assertThat(usageOf("opentelemetry.instrumentation.openai", IN, 200, READ, 80).inputTokens())
        .isEqualTo(200);
  }

  @Test
  void googlesTotalHoldsThoughtsThatItsOutputLacks() {
    assertThat(
            usage("gen_ai.provider.name", "gcp.gemini", IN, 100, OUT, 20, TOTAL, 170)
                .outputTokens())
        .isEqualTo(70);
    assertThat(usage("gen_ai.system", "vertex_ai", IN, 100, OUT, 20, TOTAL, 170).outputTokens())
        .isEqualTo(70);
    assertThat(usage("gen_ai.provider.name", "openai", IN, 100, OUT, 20, TOTAL, 170).outputTokens())
        .isEqualTo(20);
  }

  @Test
  void partsOfLangfuseAreDisjointUnlessTheTotalSaysOtherwise() {
    String details = "langfuse.observation.usage_details";
    assertThat(
            usage(
                details, "{\"input\":100,\"input_cached_tokens\":80,\"output\":20,\"total\":200}"))
        .isEqualTo(new Usage(180L, 20L, 80L, null, null, null));
    assertThat(
            usage(
                details, "{\"input\":100,\"input_cached_tokens\":80,\"output\":20,\"total\":120}"))
        .isEqualTo(new Usage(100L, 20L, 80L, null, null, null));
    assertThat(usage(details, "{\"input\":10,\"output\":20,\"output_reasoning_tokens\":5}"))
        .isEqualTo(new Usage(10L, 25L, null, null, 5L, null));
  }

  @Test
  void usageObjectsOfProvidersAreRead() {
    assertThat(
            usage(
                "langsmith.usage_metadata",
                "{\"input_tokens\":100,\"output_tokens\":20,\"total_tokens\":120,"
                    + "\"input_token_details\":{\"cache_read\":60},"
                    + "\"output_token_details\":{\"reasoning\":8}}"))
        .isEqualTo(new Usage(100L, 20L, 60L, null, 8L, null));
    assertThat(
            usage(
                "gen_ai.usage.raw",
                "{\"prompt_tokens\":9,\"completion_tokens\":3,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":4}}"))
        .isEqualTo(new Usage(9L, 3L, 4L, null, null, null));
  }

  @Test
  void aUsageObjectThatTellsNothingLeavesItToTheAttributes() {
    assertThat(usage("langfuse.observation.usage_details", "{\"unit\":\"TOKENS\"}", IN, 5))
        .isEqualTo(new Usage(5L, null, null, null, null, null));
    assertThat(usage("langfuse.observation.usage_details", "broken", IN, 5).inputTokens())
        .isEqualTo(5);
  }

  @Test
  void anthropicsCachedCountsMayStandInTheVendorsMetadata() {
    String vendor =
        "{\"anthropic\":{\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":80,"
            + "\"cache_creation_input_tokens\":30}}}";
    assertThat(
            usage(
                "ai.usage.inputTokens",
                10,
                "ai.usage.outputTokens",
                4,
                "ai.response.providerMetadata",
                vendor))
        .isEqualTo(new Usage(120L, 4L, 80L, 30L, null, null));
    assertThat(
            usage(
                    "ai.usage.inputTokens",
                    120,
                    "ai.usage.outputTokens",
                    4,
                    "ai.response.providerMetadata",
                    vendor)
                .inputTokens())
        .as("already with them")
        .isEqualTo(120);
  }

  @Test
  void countsThatStandOnlyInTheAnswerAreFoundThere() {
    String answer = "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":2}}";
    assertThat(usage("output.value", answer)).isEqualTo(new Usage(11L, 2L, null, null, null, null));
    assertThat(Usages.of(new SpanFacts(Spans.attributes("output.value", answer)), "test", false))
        .as("a wrapper repeats what is below")
        .isEqualTo(Usage.NONE);
    assertThat(usage("output.value", "The usage is 11 tokens")).isEqualTo(Usage.NONE);
    assertThat(usage("output.value", answer, IN, 5, OUT, 6).inputTokens()).isEqualTo(5);
  }

  @Test
  void theFullestUsageOfAnAnswerCounts() {
    assertThat(
            usage(
                "output.value",
                "{\"a\":{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":2}},"
                    + "\"b\":{\"usage\":{\"input_tokens\":11,\"output_tokens\":2,"
                    + "\"cache_read_input_tokens\":9}}}"))
        .isEqualTo(new Usage(11L, 2L, 9L, null, null, null));
  }

  @Test
  void detailsInTheAnswerCompleteTheSumsBesideIt() {
    String answer =
        "{\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":41,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":64},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":16}}}";
    String[] sums = {
      "mlflow.chat.tokenUsage", "{\"input_tokens\":137,\"output_tokens\":41,\"total_tokens\":178}"
    };
    assertThat(usage(sums[0], sums[1], "mlflow.spanOutputs", answer.formatted(137)))
        .isEqualTo(new Usage(137L, 41L, 64L, null, 16L, null));
    assertThat(usage(sums[0], sums[1], "mlflow.spanOutputs", answer.formatted(99)))
        .as("details of other sums are not those of the call")
        .isEqualTo(new Usage(137L, 41L, null, null, null, null));
  }

  @Test
  void aUsageObjectMayBePrintedByPython() {
    assertThat(
            usage(
                "gen_ai.usage.input_tokens",
                137,
                "gen_ai.usage.output_tokens",
                41,
                "metadata.usage_object",
                "{'completion_tokens': 41, 'prompt_tokens': 137, 'total_tokens': 178,"
                    + " 'completion_tokens_details': {'reasoning_tokens': 16, 'audio_tokens':"
                    + " None}, 'prompt_tokens_details': {'cached_tokens': 64}}"))
        .isEqualTo(new Usage(137L, 41L, 64L, null, 16L, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metaagent.cost.usd                 | 0.25                              | 250000000",
        "gen_ai.usage.cost                  | 0.000001                          | 1000",
        "langfuse.observation.cost_details  | {\"input\":0.1,\"output\":0.2}    | 300000000",
        "langfuse.observation.cost_details  | {\"input\":0.1,\"total\":0.5}     | 500000000",
        "metaagent.cost.usd                 | free                              |",
        "metaagent.cost.usd                 | -1                                |",
        "langfuse.observation.cost_details  | {}                                |"
      })
  void theCostIsInBillionthsOfADollar(String name, String sent, Long nano) {
    assertThat(usage(IN, 1, name, sent).reportedCostNanoUsd()).isEqualTo(nano);
  }
}
