package example;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.ExecutionOptions;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.Prompt;
import dev.metaagent.sdk.langchain4j.GuardedModel;
import dev.metaagent.sdk.langchain4j.GuardedTool;
import java.time.Duration;
import java.util.Map;

/** A LangChain4j agent that MetaAgent governs: its prompt, and a refund that a person approves. */
public final class RefundDesk {

  /** What the agent may call. */
  public static final class Refunds {
    @Tool("Pay an amount back")
    public String refund(String order, double amount) {
      return "%.0f USD paid back for order %s".formatted(amount, order);
    }
  }

  interface Desk {
    String answer(String question);
  }

  public static void main(String[] arguments) throws InterruptedException {
    // --- what governs an agent: MetaAgent, its prompt, and a guard around the model and the tools
    try (MetaAgent metaAgent = MetaAgent.connect()) { // METAAGENT_URL, METAAGENT_KEY
      Agent agent = metaAgent.agent("refund-desk-java");
      agent.policy().await(Duration.ofSeconds(10));
      Prompt prompt = agent.policy().prompt("refund-desk-java/reply", "Help with {{order}}.");
      Desk desk =
          AiServices.builder(Desk.class)
              .chatModel(new GuardedModel(agent, new ScriptedModel()))
              .tools(GuardedTool.of(agent, new Refunds()))
              .systemMessage(prompt.render(Map.of("order", "1042")).text())
              .build();
      // -----------------------------------------------------------------------------------------
      Object version = prompt.version() == null ? "the default of the code" : prompt.version();
      System.out.println("prompt: " + version);
      String answer =
          agent.execution(
              "Refund order 1042",
              ExecutionOptions.NONE.session("thread-1042"),
              execution -> desk.answer("I want my 284 dollars for order 1042 back."));
      System.out.println(answer);
    }
  }
}
