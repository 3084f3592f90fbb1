package dev.metaagent.host;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// An application with the SDK: an agent that is governed, and says what became of a tool.
public final class Host {

  private Host() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (MetaAgent client =
        MetaAgent.builder().url(arguments[0]).key("k").data(Path.of(arguments[1])).connect()) {
      Agent agent = client.agent("desk");
      System.out.println(agent.policy().await(Duration.ofSeconds(20)));
      Refusal refusal =
          agent.execution(
              "I am ada@x.example",
              execution -> execution.guard("shell", Map.of(), it -> "ran").refusal());
      System.out.println(refusal);
    }
  }
}
