package dev.metaagent.sdk.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.sdk.FakeMetaAgent;
import dev.metaagent.sdk.springai.ExecutionAdvisor;
import dev.metaagent.sdk.springai.GuardedTool;
import dev.metaagent.sdk.springai.ModelCalls;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.DefaultToolDefinition;
import org.springframework.ai.tool.definition.ToolDefinition;

class SpringAiTest {

  private static final Map<String, Object> STOPPED =
      Map.of(
          "stopped",
          Map.of("since", "2026-11-30T05:00:00Z", "reason", "errors", "by", "Ada", "share", 0));

  private static ChatClient client(Governed governed, ChatModel model) {
    return ChatClient.builder(model).defaultAdvisors(new ExecutionAdvisor(governed.agent)).build();
  }

  private static ChatModel answering(String text) {
    return new ChatModel() {
      @Override
      public ChatResponse call(Prompt prompt) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
      }
    };
  }

  @Test
  void aChatIsAnExecution() throws Exception {
    try (Governed governed = new Governed(Map.of())) {
      String answer = client(governed, answering("hello")).prompt("hi").call().content();
      assertThat(answer).isEqualTo("hello");
      governed.flush();
      assertThat(
              FakeMetaAgent.attribute(
                  governed.server.span("invoke_agent desk"), "metaagent.output"))
          .isEqualTo("hello");
    }
  }

  @Test
  void whileTheAgentIsStoppedNoModelIsCalled() throws Exception {
    try (Governed governed = new Governed(STOPPED)) {
      ChatModel never =
          new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
              throw new AssertionError("called");
            }
          };
      assertThat(client(governed, never).prompt("hi").call().content())
          .isEqualTo("Refused by policy (stopped): errors");
    }
  }

  @Test
  void anExceptionOfTheModelGoesOn() throws Exception {
    try (Governed governed = new Governed(Map.of())) {
      ChatModel failing =
          new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
              throw new IllegalStateException("no model");
            }
          };
      assertThatThrownBy(() -> client(governed, failing).prompt("hi").call().content())
          .hasMessageContaining("no model");
      governed.flush();
      assertThat(governed.server.span("invoke_agent desk").getStatus().getMessage())
          .contains("no model");
    }
  }

  @Test
  void aToolIsAskedForBeforeItIsCalled() throws Exception {
    List<String> called = new ArrayList<>();
    try (Governed governed = new Governed(Map.of())) {
      assertThat(new GuardedTool(governed.agent, tool("shell", called)).call("{\"cmd\":\"ls\"}"))
          .isEqualTo("Refused by policy (denied): never");
      assertThat(called).isEmpty();
      assertThat(
              new GuardedTool(governed.agent, tool("mail", called))
                  .call("{\"to\": \"ada\", \"n\": 1}", null))
          .isEqualTo("ran");
      assertThat(called).containsExactly("{\"to\":\"<REDACTED>\",\"n\":1}");
    }
  }

  @Test
  void aLoopOfCallsEndsAtTheLimitWithAnAnswer() throws Exception {
    Map<String, Object> limits = Map.of("limits", Map.of("maxActions", 4));
    List<String> called = new ArrayList<>();
    ChatModel looping =
        new ChatModel() {
          @Override
          public ChatResponse call(Prompt prompt) {
            AssistantMessage message =
                AssistantMessage.builder()
                    .toolCalls(
                        List.of(new AssistantMessage.ToolCall("1", "function", "search", "{}")))
                    .build();
            return new ChatResponse(List.of(new Generation(message)));
          }

          @Override
          public ChatOptions getOptions() {
            return ToolCallingChatOptions.builder().model("model-1").build();
          }
        };
    try (Governed governed = new Governed(limits)) {
      String answer =
          ChatClient.builder(looping)
              .defaultAdvisors(new ExecutionAdvisor(governed.agent), new ModelCalls(governed.agent))
              .build()
              .prompt("go")
              .tools(new GuardedTool(governed.agent, tool("search", called)))
              .call()
              .content();
      assertThat(answer).isEqualTo("Refused by policy (limit): maxActions");
      assertThat(called).hasSize(2);
      governed.flush();
      List<Span> calls =
          governed.server.spans().stream()
              .filter(span -> span.getName().equals("chat model-1"))
              .toList();
      assertThat(calls).hasSize(3);
      assertThat(FakeMetaAgent.attribute(calls.get(2), "error.type")).isEqualTo("policy_refused");
    }
  }

  private static ToolCallback tool(String name, List<String> called) {
    return new ToolCallback() {
      @Override
      public ToolDefinition getToolDefinition() {
        return DefaultToolDefinition.builder()
            .name(name)
            .description("a tool")
            .inputSchema("{}")
            .build();
      }

      @Override
      public String call(String input) {
        called.add(input);
        return "ran";
      }

      @Override
      public String call(
          String input,
          org.springframework.ai.chat.model.@org.jspecify.annotations.Nullable ToolContext
              context) {
        return call(input);
      }
    };
  }
}
