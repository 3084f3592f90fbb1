package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.policy.RefusalKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first run of a process waits for the first policy, for a bounded time.
class FirstPolicyTest {

  @TempDir Path data = Path.of("");

  private MetaAgentBuilder settings(FakeMetaAgent server) {
    return new MetaAgentBuilder(Map.of()).url(server.url()).key("ma_test").data(data);
  }

  private static FakeMetaAgent slow() throws IOException {
    FakeMetaAgent server = new FakeMetaAgent();
    Map<String, Object> rule =
        Map.of("id", "r1", "tool", "shell", "effect", "deny", "reason", "never");
    server.publish("desk", 1, Map.of("tools", List.of(rule)));
    server.gate = new CountDownLatch(1);
    return server;
  }

  private static void openSoon(FakeMetaAgent server) {
    var unused =
        CompletableFuture.runAsync(
            server.gate::countDown, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
  }

  @Test
  void aFirstRunIsGovernedThoughNobodyWaitedForItsPolicy() throws Exception {
    try (FakeMetaAgent server = slow();
        MetaAgent client = settings(server).connect()) {
      openSoon(server);
      try (Execution run = client.agent("desk").execution("hello")) {
        assertThat(run.refusal()).isNull();
        assertThat(client.agent("desk").policy().tool("shell", Map.of()))
            .isEqualTo(new Refusal(RefusalKind.DENIED, "never", "r1", null));
      }
    }
  }

  @Test
  void aServerThatHangsHoldsUpTheFirstRunOnceAndNotForLong() throws Exception {
    try (FakeMetaAgent server = slow();
        MetaAgent client = settings(server).policyWait(Duration.ofMillis(300)).connect()) {
      Agent agent = client.agent("desk");
      long began = System.nanoTime();
      agent.execution("hello").close();
      assertThat(since(began)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
      began = System.nanoTime();
      for (int run = 0; run < 20; run++) {
        agent.execution("hello").close();
      }
      assertThat(since(began)).isLessThan(Duration.ofSeconds(3));
      server.gate.countDown();
    }
  }

  @Test
  void anErrorOfTheServerEndsTheWait() throws Exception {
    try (FakeMetaAgent server = new FakeMetaAgent();
        MetaAgent client = settings(server).policyWait(Duration.ofSeconds(60)).connect()) {
      long began = System.nanoTime();
      client.agent("nobody").execution("hello").close();
      assertThat(since(began)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
