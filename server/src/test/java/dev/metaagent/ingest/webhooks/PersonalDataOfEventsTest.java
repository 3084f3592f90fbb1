package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Personal data and secrets in every text of a signed event are replaced before anything is
/// stored.
class PersonalDataOfEventsTest {

  private static final List<String> NEEDLES =
      List.of(
          "ada.needle@x.example",
          "+49 30 5550987",
          "DE89370400440532013000",
          "sk-proj-" + "a8F3k2M9qX7Lp0Zr5Tv1bN6cW4dYeG8h");

  @Test
  void noAnswerAboutTheRunHoldsThem() {
    Asking asking = new Asking();
    Sender sender = Sender.of(asking, "coldforge");
    String all = String.join(" , ", NEEDLES);
    String event =
        """
        {"event":"email.generated","id":"g-1","agent":"ada.needle@x.example","email":{"id":"em-1","campaign":"%1$s"},
         "run":{"startedAt":"%2$s","durationMs":1500,"model":"gpt-4o","inputTokens":1000,"outputTokens":100,
           "input":"%1$s","output":{"body":["%1$s"]}}}
        """
            .formatted(all, Clock.systemUTC().instant());

    var answer = sender.send(event);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String id = TestServer.json(answer).get("executionIds").get(0).asString();
    for (String path :
        List.of(
            "/api/v1/executions/" + id,
            "/api/v1/executions/" + id + "/actions",
            "/api/v1/executions",
            "/api/v1/executions/export",
            "/api/v1/agents",
            "/api/v1/webhooks",
            "/api/v1/connect/attempts")) {
      String body = asking.raw(path).body();
      assertThat(NEEDLES).as(path).noneMatch(body::contains);
    }
    assertThat(asking.raw("/api/v1/executions/" + id).body()).contains("<EMAIL:k");
  }
}
