package dev.metaagent.sdk.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.FakeMetaAgent;
import dev.metaagent.sdk.MetaAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An agent whose policy denies the tool `shell` and hides `to` of the tool `mail`.
final class Governed implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(20);

  final FakeMetaAgent server;
  final MetaAgent client;
  final Agent agent;

  Governed(Map<String, Object> more) throws IOException, InterruptedException {
    server = new FakeMetaAgent();
    Map<String, Object> policy = new HashMap<>(more);
    policy.put(
        "tools",
        List.of(
            Map.of("id", "r1", "tool", "shell", "effect", "deny", "reason", "never"),
            Map.of("id", "r2", "tool", "mail", "effect", "redact", "redactPaths", List.of("to"))));
    server.publish("desk", 1, policy);
    client =
        MetaAgent.builder()
            .url(server.url())
            .key("k")
            .data(Files.createTempDirectory("metaagent"))
            .connect();
    agent = client.agent("desk");
    assertThat(agent.policy().await(LONG)).isTrue();
  }

  void flush() {
    assertThat(client.flush(LONG)).isTrue();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
