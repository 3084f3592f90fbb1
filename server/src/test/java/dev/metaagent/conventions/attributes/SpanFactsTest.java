package dev.metaagent.conventions.attributes;

import static dev.metaagent.conventions.Spans.attributes;
import static dev.metaagent.conventions.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attributes of any convention in one set of fields: the most trusted name that speaks fills it.
 */
class SpanFactsTest {

  private static SpanFacts facts(Object... pairs) {
    return new SpanFacts(attributes(pairs));
  }

  @ParameterizedTest
  @CsvSource({
    "AGENT_NAME,metaagent.agent.name,gen_ai.agent.name",
    "AGENT_NAME,gen_ai.agent.name,agent.name",
    "AGENT_NAME,agent.name,agent_name",
    "SESSION,metaagent.session.id,gen_ai.conversation.id",
    "SESSION,gen_ai.conversation.id,session.id",
    "SESSION,session.id,langfuse.session.id",
    "SESSION,langfuse.session.id,ai.telemetry.metadata.sessionId",
    "SESSION,langsmith.metadata.session_id,langsmith.metadata.thread_id",
    "SESSION,ai.telemetry.metadata.sessionId,n8n.execution.id",
    "USER,metaagent.user.id,user.id",
    "USER,user.id,enduser.id",
    "USER,enduser.id,langfuse.user.id",
    "USER,langfuse.user.id,gen_ai.user",
    "ENVIRONMENT,metaagent.environment,deployment.environment.name",
    "ENVIRONMENT,deployment.environment.name,langfuse.environment",
    "AGENT_VERSION,gen_ai.agent.version,langfuse.version",
    "RESPONSE_MODEL,gen_ai.response.model,llm.response.model_name",
    "REQUEST_MODEL,gen_ai.request.model,llm.model_name",
    "PROVIDER,gen_ai.provider.name,gen_ai.system",
    "PROVIDER,llm.provider,llm.system",
    "INPUT_TOKENS,gen_ai.usage.input_tokens,gen_ai.usage.prompt_tokens",
    "INPUT_TOKENS,llm.token_count.prompt,ai.usage.promptTokens",
    "OUTPUT_TOKENS,gen_ai.usage.output_tokens,gen_ai.usage.completion_tokens",
    "COST,metaagent.cost.usd,gen_ai.usage.cost",
    "TOOL_NAME,gen_ai.tool.name,tool.name",
    "VCS_REF,vcs.ref.head.name,vcs.repository.ref.name",
    "VCS_COMMIT,vcs.ref.head.revision,vcs.repository.ref.revision",
    "CODE_FILE,code.file.path,code.filepath",
    "ERROR_TYPE,error.type,exception.type"
  })
  void theMoreTrustedNameWinsInAnyOrder(Field field, String trusted, String other) {
    assertThat(facts(trusted, "11", other, "22").text(field)).isEqualTo("11");
    assertThat(facts(other, "22", trusted, "11").text(field)).isEqualTo("11");
    assertThat(facts(other, "22").text(field)).isEqualTo("22");
  }

  @Test
  void aTrustedNameThatSaysNothingLeavesTheFieldToAnother() {
    assertThat(facts("gen_ai.agent.name", "None", "agent.name", "Ada").text(Field.AGENT_NAME))
        .isEqualTo("Ada");
    assertThat(facts("gen_ai.agent.name", " ").has(Field.AGENT_NAME)).isFalse();
  }

  @Test
  void ofOneNameSentTwiceTheFirstCounts() {
    assertThat(facts("user.id", "u1", "user.id", "u2").text(Field.USER)).isEqualTo("u1");
  }

  @ParameterizedTest
  @CsvSource({
    "metaagent.attr.plan,plan", "langfuse.trace.metadata.plan,plan",
    "langfuse.observation.metadata.plan,plan", "traceloop.association.properties.plan,plan",
    "langsmith.metadata.plan,plan", "ai.telemetry.metadata.plan,plan",
    "ai.settings.context.plan,plan", "mastra.metadata.plan,plan",
    "metaagent.attr.session_id,session_id", "metaagent.attr.a.b,a.b"
  })
  void metadataOfTheApplicationIsKeptUnderItsOwnKey(String name, String key) {
    assertThat(facts(name, "pro").declared()).containsExactly(Map.entry(key, "pro"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metaagent.attr.",
        "langsmith.metadata.ls_provider",
        "langsmith.metadata.lc_agent_name",
        "traceloop.association.properties.langgraph_step",
        "langsmith.metadata.__pregel",
        "langfuse.trace.metadata.scope",
        "traceloop.association.properties.thread_id",
        "ai.telemetry.metadata.userId",
        "some.other.plan",
        "metadata.plan"
      })
  void keysOfFrameworksAreLeftOut(String name) {
    assertThat(facts(name, "x").declared()).isEmpty();
  }

  @Test
  void theMetadataObjectFillsWhatNoAttributeFilled() {
    SpanFacts facts =
        facts(
            "metadata",
            "{\"user_id\":\"u9\",\"thread_id\":\"t9\",\"ls_provider\":\"openai\",\"plan\":\"pro\","
                + "\"retries\":3,\"deep\":{\"x\":1},\"langgraph_step\":2}",
            "user.id",
            "u1");
    MetadataJson.read(facts);

    assertThat(facts.text(Field.USER)).isEqualTo("u1");
    assertThat(facts.text(Field.SESSION)).isEqualTo("t9");
    assertThat(facts.text(Field.PROVIDER)).isEqualTo("openai");
    assertThat(facts.declared())
        .containsExactlyInAnyOrderEntriesOf(Map.of("plan", "pro", "retries", "3"));
  }

  @Test
  void ofTheSessionsInMetadataTheNamedOneIsTrustedMost() {
    SpanFacts facts = facts("metadata", "{\"thread_id\":\"t\",\"session_id\":\"s\"}");
    MetadataJson.read(facts);
    assertThat(facts.text(Field.SESSION)).isEqualTo("s");
  }

  @Test
  void metadataThatWasCutOffCountsUntilThere() {
    SpanFacts facts = facts("metadata", "{\"user_id\":\"u9\",\"plan\":\"pr");
    MetadataJson.read(facts);
    assertThat(facts.text(Field.USER)).isEqualTo("u9");
    assertThat(facts.declared()).isEmpty();
  }

  @Test
  void metadataThatIsNoObjectSaysNothing() {
    SpanFacts facts = facts("metadata", "[1,2]");
    MetadataJson.read(facts);
    assertThat(facts.declared()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gen_ai.response.time_to_first_chunk | 0.25                          | 250",
        "ai.response.msToFirstChunk          | 180.4                         | 180",
        "langfuse.observation.completion_start_time | 1970-01-01T00:00:01.300Z | 300",
        "langfuse.observation.completion_start_time | 1970-01-01T00:00:00Z    |",
        "langfuse.observation.completion_start_time | yesterday               |",
        "gen_ai.server.time_to_first_token   | 0.2539                        | 254",
        "gen_ai.server.time_to_first_token_ns | 253900000                    | 254",
        "gen_ai.response.time_to_first_chunk | 250                           | 250",
        "gen_ai.response.time_to_first_token_ms | 250000000                  | 250"
      })
  void theTimeToTheFirstTokenIsInMilliseconds(String name, String sent, @Nullable Long millis) {
    Span span = span("chat", name, sent).build();
    SpanFacts facts = new SpanFacts(span.getAttributesList());

    assertThat(Streaming.timeToFirstTokenMillis(facts, span)).isEqualTo(millis);
    assertThat(Streaming.isStreamed(facts, span)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "First Token Stream Event",
        "gen_ai.content.completion.chunk",
        "llm.content.completion.chunk",
        "mlflow.chunk.item.0"
      })
  void theFirstEventOfAnAnswersPiecesMarksTheFirstToken(String event) {
    Span span =
        span("chat")
            .addEvents(Span.Event.newBuilder().setName(event).setTimeUnixNano(1_400_000_000))
            .addEvents(Span.Event.newBuilder().setName(event).setTimeUnixNano(1_600_000_000))
            .build();
    SpanFacts facts = new SpanFacts(List.of());
    assertThat(Streaming.isStreamed(facts, span)).isTrue();
    assertThat(Streaming.timeToFirstTokenMillis(facts, span)).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "ChatOpenAI.stream,,true",
    "ChatOpenAI.stream,false,false",
    "chat,true,true",
    "chat,,false"
  })
  void aNameTellsOfStreamingWhereNothingIsDeclared(
      String name, @Nullable String declared, boolean streamed) {
    Span span =
        (declared == null ? span(name) : span(name, "gen_ai.request.stream", declared)).build();
    assertThat(Streaming.isStreamed(new SpanFacts(span.getAttributesList()), span))
        .isEqualTo(streamed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "llm.invocation_parameters | {\"model\":\"m\",\"stream\":true} | true",
        "llm.invocation_parameters | {\"tools\":[{\"stream\":true}],\"streaming\":false} | false",
        "llm.invocation_parameters | {\"streaming\":true} | true",
        "llm.invocation_parameters | {\"stream_options\":true} | false",
        "request_data | {\"messages\":[{\"role\":\"user\"}],\"stream\":true} | true",
        "llm.invocation_parameters | {\"stream\":tru | false",
        "mlflow.spanInputs | {\"model\":\"m\",\"messages\":[{}],\"stream\":true} | true",
        "langsmith.metadata.streaming | true | true",
        "langsmith.metadata.stream | true | true"
      })
  void aStreamIsAskedForInTheParametersOfTheCall(String name, String sent, boolean streamed) {
    Span span = span("ChatOpenAI", name, sent).build();
    assertThat(Streaming.isStreamed(new SpanFacts(span.getAttributesList()), span))
        .isEqualTo(streamed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opentelemetry.instrumentation.langchain         | langchain",
        "openinference.instrumentation.crewai            | crewai",
        "openinference.instrumentation.openai_agents     | openai-agents",
        "gcp.vertex.agent                                | google-adk",
        "pydantic-ai                                     | pydantic-ai",
        "org.springframework.boot                        | spring-ai",
        "dev.langchain4j                                 | langchain4j",
        "ai                                              | vercel-ai",
        "io.opentelemetry.http                           |"
      })
  void theScopeTellsTheFramework(String scope, @Nullable String framework) {
    assertThat(Frameworks.of(facts(), scope)).isEqualTo(framework);
    assertThat(Frameworks.of(facts("metaagent.framework", "own"), scope)).isEqualTo("own");
  }

  @Test
  void attributesTellTheFrameworkBeforeTheScopeDoes() {
    assertThat(Frameworks.of(facts("langsmith.metadata.langgraph_node", "n"), "langchain"))
        .isEqualTo("langgraph");
    assertThat(Frameworks.of(facts("ai.operationId", "ai.embed"), "x")).isEqualTo("vercel-ai");
    assertThat(Frameworks.of(facts("langsmith.metadata.lc_agent_name", "a"), "x"))
        .isEqualTo("langgraph");
  }

  @Test
  void aWholeNumberOfTheServersTimeIsInMilliseconds() {
    Span span = span("chat", "gen_ai.server.time_to_first_token", 250).build();

    assertThat(Streaming.timeToFirstTokenMillis(new SpanFacts(span.getAttributesList()), span))
        .isEqualTo(250);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0"})
  void aTimeThatIsNoneDoesNotShowAStream(String sent) {
    Span span = span("chat", "gen_ai.response.time_to_first_chunk", sent).build();
    SpanFacts facts = new SpanFacts(span.getAttributesList());

    assertThat(Streaming.timeToFirstTokenMillis(facts, span)).isNull();
    assertThat(Streaming.isStreamed(facts, span)).isFalse();
  }

  @Test
  void whatTheRequestSaysAboutStreamingPrecedesATime() {
    Span span =
        span("stream", "gen_ai.request.stream", false, "gen_ai.server.time_to_first_token", 0.9)
            .build();
    SpanFacts facts = new SpanFacts(span.getAttributesList());

    assertThat(Streaming.isStreamed(facts, span)).isFalse();
    assertThat(Streaming.timeToFirstTokenMillis(facts, span)).isNull();
  }
}
