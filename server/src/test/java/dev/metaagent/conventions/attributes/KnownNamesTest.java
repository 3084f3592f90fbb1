package dev.metaagent.conventions.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that people chose, told from those that frameworks and routers make up. */
class KnownNamesTest {

  @ParameterizedTest
  @CsvSource({
    "openai,openai",
    "OpenAI,openai",
    "openai.chat,openai",
    "anthropic.messages,anthropic",
    "google.generative-ai,gcp.gemini",
    "vertex_ai,gcp.vertex_ai",
    "az.ai.openai,azure.ai.openai",
    "azure,azure.ai.openai",
    "amazon-bedrock,aws.bedrock",
    "aws.bedrock,aws.bedrock",
    "mistral,mistral_ai",
    "mistral.chat,mistral_ai",
    "xai,x_ai",
    "groq,groq",
    "langchain,",
    "pydantic-ai,",
    "_OTHER,",
    "unknown,",
    ","
  })
  void providersHaveTheirOpenTelemetryNameAndFrameworksAreNone(
      @Nullable String sent, @Nullable String name) {
    assertThat(KnownNames.provider(sent)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o,gpt-4o",
    "openai/gpt-4o,gpt-4o",
    "openrouter/anthropic/claude-sonnet-4,claude-sonnet-4",
    "models/gemini-2.5-flash,gemini-2.5-flash",
    "meta-llama/Llama-3-8b,meta-llama/Llama-3-8b",
    "groq/meta-llama/Llama-3-8b,meta-llama/Llama-3-8b",
    "openai/,openai/"
  })
  void theRouterIsNoPartOfTheNameOfAModel(String sent, String name) {
    assertThat(KnownNames.model(sent)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CodeAgent.run                                     | CodeAgent",
        "front_desk.run_async                              | front_desk",
        "Crew_0f8e7d6c-5b4a-4321-8765-0123456789ab.kickoff  | Crew",
        "researcher-0f8e7d6c-5b4a-4321-8765-0123456789ab    | researcher",
        "Weather concierge                                 | Weather concierge",
        "a.b                                               | a.b",
        "LangGraph                                         |",
        "RunnableSequence                                  |",
        "agent run                                         |",
        "invoke_agent                                      |",
        "ai.generateText                                   |",
        "GET /api/users                                    |",
        "/api/users                                        |",
        "POST                                              |",
        "workflow.run                                      |",
        "instructor.create                                 |",
        "' '                                               |"
      })
  void aNameThatSomebodyChoseIsToldFromOthers(String span, @Nullable String name) {
    assertThat(KnownNames.chosen(span)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invoke_agent concierge | invoke_agent | concierge",
        "Invoke_Agent concierge | invoke_agent | concierge",
        "invoke_agent           | invoke_agent |",
        "invoke_agents x        | invoke_agent |",
        "chat gpt-4o            | chat         | gpt-4o",
        "x chat gpt             | chat         |"
      })
  void whatFollowsTheOperationIsAName(String span, String operation, @Nullable String name) {
    assertThat(KnownNames.afterOperation(span, operation)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "langchain4j.tools.lookup,lookup", "lookup.tool,lookup", "lookup.run,lookup",
    "Tool.lookup,lookup", "lookup,lookup", "a.b,a.b"
  })
  void aToolHasItsOwnName(String span, String name) {
    assertThat(KnownNames.toolOfSpan(span)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "OpenAIChatClient.create,x,openai",
    "AzureOpenAIChatClient.create,x,azure.ai.openai",
    "AnthropicModel.generate,x,anthropic",
    "chat,openinference.instrumentation.mistralai,mistral_ai",
    "chat,opentelemetry.instrumentation.bedrock,aws.bedrock",
    "chat,opentelemetry.instrumentation.langchain,",
    "chat,x,"
  })
  void theClientTellsTheProviderWhereNothingElseDoes(
      String span, String scope, @Nullable String provider) {
    assertThat(ClientProviders.provider(scope, span)).isEqualTo(provider);
  }
}
