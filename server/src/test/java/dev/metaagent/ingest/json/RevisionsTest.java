package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A run that is submitted again: the newer revision replaces the older.
class RevisionsTest extends RunSteps {

  @Test
  void aNewerEditionReplacesEverythingOfTheRun() throws InterruptedException {
    String usage = ", \"costUsd\": 0.5, \"steps\": [%s]";
    String first = "{\"kind\":\"tool\",\"name\":\"first\",\"durationMs\":1}";
    JsonNode one = sent(run("again", usage.formatted(first))).get(0);
    JsonNode same = sent(run("again", usage.formatted(first))).get(0);
    assertThat(same.get("state").asString()).isEqualTo("unchanged");
    assertThat(same.get("warnings").size()).isZero();

    String second =
        "{\"kind\":\"tool\",\"name\":\"second\",\"durationMs\":1,\"output\":\"new words\"}";
    JsonNode ignored = sent(run("again", usage.formatted(second))).get(0);
    assertThat(ignored.get("state").asString()).isEqualTo("unchanged");
    assertThat(ignored.get("warnings").get(0).get("message").asString()).contains("higher");

    JsonNode newer =
        sent(run("again", ", \"revision\": 2, \"status\": \"error\"" + usage.formatted(second)))
            .get(0);
    assertThat(newer.get("state").asString()).isEqualTo("replaced");
    assertThat(newer.get("executionId")).isEqualTo(one.get("executionId"));
    assertThat(stored(newer).get("status").asString()).isEqualTo("error");
    assertThat(stored(newer).get("costUsd").asString()).isEqualTo("0.5");
    assertThat(actions(newer).toString()).contains("second").doesNotContain("first");
    assertThat(sent(run("again", ", \"revision\": 1")).get(0).get("state").asString())
        .isEqualTo("unchanged");
    String agent = stored(newer).get("agent").get("id").asString();
    Asking.eventually(() -> {
      JsonNode counted =
          asking.get("/api/v1/agents/" + agent + "/metrics?from=-1h").findPath("points");
      long runs = 0;
      double rate = -1;
      for (JsonNode point : counted) {
        runs += point.get("executions").asLong();
        rate =
            point.get("executions").asLong() == 1
                ? point.get("successRate").get("value").asDouble()
                : rate;
      }
      return runs == 1 && rate == 0;
    });
  }

  @Test
  void aRunThatGoesOnIsReplacedWhenItHasEnded() {
    JsonNode running =
        sent("{\"id\":\"open\",\"agent\":\"Slow\",\"status\":\"running\",\"startedAt\":\"%s\"}"
                .formatted(now.minusSeconds(9)))
            .get(0);
    assertThat(stored(running).get("status").asString()).isEqualTo("running");

    JsonNode ended =
        sent("{\"id\":\"open\",\"agent\":\"Slow\",\"startedAt\":\"%s\",\"output\":\"done\"}"
                .formatted(now.minusSeconds(9)))
            .get(0);
    assertThat(ended.get("state").asString()).isEqualTo("replaced");
    assertThat(stored(ended).get("status").asString()).isEqualTo("ok");
  }

  @Test
  void aNewerEditionLeavesTheOtherRunsOfItsTraceAlone() {
    JsonNode top = sent(run("a", "").replace("Email Writer", "Top")).get(0);
    JsonNode below =
        sent(run("b", ", \"parentId\": \"a\", \"costUsd\": 1").replace("Email Writer", "Below"))
            .get(0);
    sent(run("a", ", \"revision\": 1, \"costUsd\": 2").replace("Email Writer", "Top"));

    assertThat(stored(below).get("parentExecutionId").asString())
        .isEqualTo(top.get("executionId").asString());
    assertThat(stored(top).get("total").get("costUsd").asString()).isEqualTo("3");
  }

  @Test
  void ofManyEditionsAtOnceTheNewestStays() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      String json = run("raced", ", \"revision\": " + i + ", \"costUsd\": " + i);
      senders.add(Thread.ofVirtual().start(() -> sent(json)));
    }
    for (Thread sender : senders) {
      sender.join();
    }

    JsonNode last = sent(run("raced", ", \"revision\": 12, \"costUsd\": 12")).get(0);
    assertThat(last.get("state").asString()).isEqualTo("unchanged");
    assertThat(last.get("warnings").size()).isZero();
    assertThat(stored(last).get("costUsd").asString()).isEqualTo("12");
    assertThat(actions(last)).hasSize(2);
  }
}
