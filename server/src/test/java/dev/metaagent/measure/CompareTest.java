package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Two versions side by side, and where the time of an agent goes: of a history whose truth is
/// known.
@SuppressWarnings("TimeInStaticInitializer")
class CompareTest {

  private static final Asking asking = new Asking();
  private static final Instant now = Clock.systemUTC().instant();

  @BeforeAll
  static void send() throws InterruptedException {
    List<SentRun> runs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean old = i < 30;
      SentRun run =
          SentRun.of("Writer", now.minusSeconds(1_200 - 10L * i))
              .lasting(Duration.ofMillis(old ? 1_000 + i : 4_000 + i))
              .with("metaagent.prompt.version", old ? "v1" : "v2")
              .with("metaagent.prompt.name", "email");
      runs.add(!old && i % 2 == 0 ? run.failing() : run);
    }
    asking.send(runs.toArray(SentRun[]::new));
    Asking.eventually(() -> asking.get("/api/v1/changes?agent=Writer").get("items").size() == 2);
    Asking.eventually(() -> {
      JsonNode compared = asking.get("/api/v1/agents/Writer/compare");
      return compared.at("/a/executions").asInt() + compared.at("/b/executions").asInt() == 60;
    });
  }

  @Test
  void theNewestChangeIsComparedWithItsOwnNumbers() {
    JsonNode compared = asking.get("/api/v1/agents/Writer/compare");

    assertThat(compared.at("/a/key").asString()).isEqualTo("v1");
    assertThat(compared.at("/b/key").asString()).isEqualTo("v2");
    assertThat(compared.at("/b/executions").asInt()).isEqualTo(30);
    assertThat(compared.at("/b/failed").asInt()).isEqualTo(15);
    assertThat(compared.at("/differences/successRate/value").asDouble()).isEqualTo(-0.5);
    assertThat(compared.at("/differences/p95Ms/value").asDouble()).isBetween(2_900.0, 3_100.0);
    assertThat(compared.at("/verdicts/successRate").asString()).isEqualTo("worse");
    assertThat(compared.at("/verdicts/p95Ms").asString()).isEqualTo("worse");
    assertThat(compared.at("/verdicts/tokens").asString()).isEqualTo("unclear");
    assertThat(compared.at("/b/costUsdPerExecution/value").asDouble()).isEqualTo(0.0035);
    assertThat(compared.at("/b/failedExecutionId").isNull()).isFalse();
    assertThat(compared.at("/a/failedExecutionId").isNull()).isTrue();
    JsonNode change = asking.get("/api/v1/changes?agent=Writer").at("/items/0");
    assertThat(compared.at("/a/successRate")).isEqualTo(change.get("before"));
    assertThat(compared.at("/b/successRate")).isEqualTo(change.get("after"));
    assertThat(compared.at("/b/firstSeenAt")).isEqualTo(change.get("at"));
  }

  @Test
  void theAgentWasFirstSeenWhenItsChangesSayThatItBegan() {
    JsonNode changes = asking.get("/api/v1/changes?agent=Writer").get("items");
    JsonNode began = changes.get(changes.size() - 1);
    assertThat(began.get("kind").asString()).isEqualTo("first_seen");
    assertThat(asking.get("/api/v1/agents/Writer").get("firstSeenAt")).isEqualTo(began.get("at"));
  }

  @Test
  void aViewerSeesNumbersButNoTexts() {
    assertThat(asking.getAsReader("/api/v1/agents/Writer/compare").get("texts").isNull()).isTrue();
  }

  @Test
  void versionsThatDoNotExistHaveNoRunsAndNoVerdict() {
    JsonNode compared = asking.get("/api/v1/agents/Writer/compare?a=v7&b=v2");
    assertThat(compared.at("/a/executions").asInt()).isZero();
    assertThat(compared.at("/verdicts/successRate").asString()).isEqualTo("unclear");
    assertThat(asking.raw("/api/v1/agents/Writer/compare?by=weather").statusCode()).isEqualTo(400);
    assertThat(asking.raw("/api/v1/agents/Writer/compare?by=version").statusCode()).isEqualTo(400);
    assertThat(asking.raw("/api/v1/agents/Nobody/compare").statusCode()).isEqualTo(404);
  }

  @Test
  void theTimeOfAnAgentIsThatOfItsActionsWithoutWhatTheyCalled() {
    JsonNode latency = asking.get("/api/v1/agents/Writer/latency?from=-1h");

    assertThat(latency.get("executions").asInt()).isEqualTo(60);
    assertThat(latency.get("sampled").asInt()).isEqualTo(60);
    double shares = 0;
    for (JsonNode item : latency.get("items")) {
      assertThat(item.get("callsPerExecution").asDouble()).isEqualTo(1.0);
      shares += item.get("share").asDouble();
    }
    assertThat(latency.get("items")).hasSize(3);
    assertThat(shares).isBetween(0.99, 1.01);
    assertThat(latency.at("/items/0/kind").asString()).isEqualTo("agent");
    assertThat(latency.at("/items/0/previous").isNull()).isTrue();
    assertThat(asking.raw("/api/v1/agents/Writer/latency?from=-").statusCode()).isEqualTo(400);
    assertThat(asking.raw("/api/v1/agents/Nobody/latency").statusCode()).isEqualTo(404);
  }
}
