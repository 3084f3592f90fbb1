package dev.metaagent.sdk.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.metaagent.sdk.FakeMetaAgent;
import dev.metaagent.sdk.langchain4j.GuardedModel;
import dev.metaagent.sdk.langchain4j.GuardedTool;
import dev.metaagent.sdk.langchain4j.ModelCalls;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LangChain4jTest {

  private final Governed governed = governed();
  private final List<String> called = new ArrayList<>();

  private static Governed governed() {
    try {
      return new Governed(Map.of());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    governed.close();
  }

  interface Assistant {
    String chat(String question);
  }

  /// Calls the tool that the question names, and answers with its result.
  private static final class Scripted implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
      List<ChatMessage> messages = request.messages();
      ChatMessage last = messages.get(messages.size() - 1);
      AiMessage answer =
          last instanceof ToolExecutionResultMessage result
              ? AiMessage.from(result.text())
              : AiMessage.from(
                  ToolExecutionRequest.builder()
                      .id("1")
                      .name(
                          messages.size() > 0 && last.toString().contains("mail")
                              ? "mail"
                              : "shell")
                      .arguments("{\"to\": \"ada\", \"cmd\": \"ls\"}")
                      .build());
      return ChatResponse.builder()
          .aiMessage(answer)
          .modelName("model-1")
          .tokenUsage(new TokenUsage(10, 5))
          .build();
    }

    @Override
    public List<ChatModelListener> listeners() {
      return List.of(new ModelCalls());
    }
  }

  private String ask(String question) {
    ToolExecutor tool =
        (request, memory) -> {
          called.add(request.arguments());
          return "ran";
        };
    Map<ToolSpecification, ToolExecutor> tools =
        Map.of(
            ToolSpecification.builder().name("shell").build(), tool,
            ToolSpecification.builder().name("mail").build(), tool);
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(new Scripted())
            .tools(GuardedTool.all(governed.agent, tools))
            .build();
    return governed.agent.execution(question, execution -> assistant.chat(question));
  }

  @Test
  void aRefusedToolIsNotCalledAndTheModelReadsWhy() {
    assertThat(ask("run the shell")).isEqualTo("Refused by policy (denied): never");
    assertThat(called).isEmpty();
    governed.flush();
    assertThat(
            FakeMetaAgent.attribute(
                governed.server.span("execute_tool shell"), "metaagent.policy.effect"))
        .isEqualTo("deny");
  }

  static final class Tools {
    @Tool
    String mail(@P(name = "to", value = "to whom") String to) {
      return "to " + to;
    }

    String notOne() {
      return "no tool";
    }
  }

  @Test
  void theToolsOfAnObjectAreAskedForToo() {
    Map<ToolSpecification, ToolExecutor> tools = GuardedTool.of(governed.agent, new Tools());
    assertThat(tools.keySet()).extracting(ToolSpecification::name).containsExactly("mail");
    ToolExecutionRequest call =
        ToolExecutionRequest.builder().id("1").name("mail").arguments("{\"to\": \"ada\"}").build();
    assertThat(tools.values().iterator().next().execute(call, "memory")).isEqualTo("to <REDACTED>");
  }

  @Test
  void aPermittedToolGetsTheArgumentsThatThePolicyPermits() {
    assertThat(ask("send a mail")).isEqualTo("ran");
    assertThat(called).hasSize(1);
    assertThat(called.get(0)).contains("<REDACTED>").doesNotContain("ada");
  }

  @Test
  void modelCallsAreToldWithTheirTokens() {
    ask("run the shell");
    governed.flush();
    assertThat(governed.server.spans().stream().filter(span -> span.getName().startsWith("chat ")))
        .hasSize(2)
        .allSatisfy(span -> {
          assertThat(FakeMetaAgent.attribute(span, "gen_ai.response.model")).isEqualTo("model-1");
          assertThat(FakeMetaAgent.attribute(span, "gen_ai.usage.input_tokens")).isEqualTo("10");
        });
  }

  /// Calls its tool again and again.
  private static final class Looping implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
      ToolExecutionRequest call =
          ToolExecutionRequest.builder().id("1").name("search").arguments("{}").build();
      return ChatResponse.builder().aiMessage(AiMessage.from(call)).modelName("model-1").build();
    }

    @Override
    public List<ChatModelListener> listeners() {
      return List.of(new ModelCalls());
    }
  }

  @Test
  void aLoopEndsAtTheLimitWithAnAnswer() throws Exception {
    Map<String, Object> limits = Map.of("limits", Map.of("maxActions", 4));
    try (Governed limited = new Governed(limits)) {
      Map<ToolSpecification, ToolExecutor> tools =
          Map.of(ToolSpecification.builder().name("search").build(), (request, memory) -> "found");
      Assistant assistant =
          AiServices.builder(Assistant.class)
              .chatModel(new GuardedModel(limited.agent, new Looping()))
              .tools(GuardedTool.all(limited.agent, tools))
              .build();
      String answer = limited.agent.execution("go", execution -> assistant.chat("go"));
      assertThat(answer).isEqualTo("Refused by policy (limit): maxActions");
      limited.flush();
      assertThat(limited.server.spans().stream().map(Span::getName))
          .containsExactly(
              "chat unknown",
              "execute_tool search",
              "chat unknown",
              "execute_tool search",
              "chat unknown",
              "invoke_agent desk");
      assertThat(FakeMetaAgent.attribute(limited.server.spans().get(4), "error.type"))
          .isEqualTo("policy_refused");
    }
  }
}
