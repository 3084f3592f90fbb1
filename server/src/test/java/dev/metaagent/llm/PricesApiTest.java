package dev.metaagent.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestServer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Prices that an organization sets, from the API to the numbers.
class PricesApiTest {

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  private JsonNode run() {
    return asking.get("/api/v1/executions").get("items").get(0);
  }

  private SentRun calling(String model) {
    return SentRun.of("Writer", now).calling(model);
  }

  private List<String> unknown() {
    return StreamSupport.stream(asking.get("/api/v1/prices").get("unknown").spliterator(), false)
        .map(model -> model.get("model").asString())
        .toList();
  }

  @Test
  void aModelWithoutAPriceIsNamedFirstAndItsCostIsUnknown() {
    asking.send(calling("house/model:7b"), calling("house/model:7b"), calling("gpt-4o"));

    JsonNode first = asking.get("/api/v1/prices").get("unknown").get(0);

    assertThat(first.get("model").asString()).isEqualTo("house/model:7b");
    assertThat(first.get("calls").asInt()).isEqualTo(2);
    assertThat(first.get("inputTokens").asInt()).isEqualTo(2_000);
    assertThat(first.get("outputTokens").asInt()).isEqualTo(200);
    assertThat(first.get("lastSeenAt").asString()).isNotEmpty();
    assertThat(unknown()).containsExactly("house/model:7b");
    assertThat(asking.get("/api/v1/executions?model=house/model:7b").toString())
        .contains("\"costUsd\":null", "\"unpricedCalls\":1");
  }

  @Test
  void anOwnPriceCountsForCallsFromNowOn() {
    var set =
        asking.send(
            "PUT",
            "/api/v1/prices",
            """
            {"model":"gpt-4o","reason":"our contract",
             "tiers":[{"input":"1.234567","output":2},{"aboveTokens":100000,"input":"9","output":"9"}]}
            """);

    assertThat(set.statusCode()).isEqualTo(200);
    JsonNode price = TestServer.json(set);
    assertThat(price.get("source").asString()).isEqualTo("organization");
    assertThat(price.get("tiers").get(0).get("input").asString()).isEqualTo("1.234567");
    assertThat(price.get("tiers").get(0).get("cacheRead").isNull()).isTrue();
    asking.send(calling("openai/gpt-4o-2024-11-20"));
    // 1000 * 1.234567 + 100 * 2 dollars per million
    assertThat(run().get("costUsd").asString()).isEqualTo("0.001434567");
    assertThat(asking.get("/api/v1/audit").toString()).contains("price.set", "our contract");

    Asking stranger = new Asking();
    stranger.send(calling("gpt-4o"));
    assertThat(stranger.get("/api/v1/executions").get("items").get(0).get("costUsd").asString())
        .isEqualTo("0.0035");

    assertThat(asking.send("DELETE", "/api/v1/prices?model=gpt-4o", "").statusCode())
        .isEqualTo(204);
    asking.send(calling("gpt-4o").lasting(java.time.Duration.ofSeconds(1)));
    assertThat(asking.get("/api/v1/executions").toString()).contains("\"costUsd\":\"0.0035\"");
    assertThat(asking.send("DELETE", "/api/v1/prices?model=gpt-4o", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void nothingIsPaidForALocalModelOnlyWhenTheOrganizationSaysSo() {
    asking.send(
        "PUT", "/api/v1/prices", "{\"model\":\"local:8b\",\"tiers\":[{\"input\":0,\"output\":0}]}");
    asking.send(calling("local:8b"));
    assertThat(run().get("costUsd").asString()).isEqualTo("0");
    assertThat(unknown()).isEmpty();
  }

  @Test
  void callsOfThePastArePricedOnWishAndTheNumbersFollow() throws InterruptedException {
    asking.send(calling("house-1"), calling("house-1"), calling("house-2"));
    Asking.eventually(() -> health().contains("\"executions\":3"));
    assertThat(health()).doesNotContain("0.004");

    asking.send(
        "PUT",
        "/api/v1/prices",
        """
        {"model":"house-1","applyToPast":true,"tiers":[{"input":"1","output":"10"}]}
        """);

    Asking.eventually(() -> asking.get("/api/v1/audit").toString().contains("price.applied"));
    JsonNode priced = asking.get("/api/v1/executions?model=house-1").get("items");
    assertThat(priced.get(0).get("costUsd").asString()).isEqualTo("0.002");
    assertThat(priced.get(1).get("costUsd").asString()).isEqualTo("0.002");
    assertThat(priced.get(0).get("unpricedCalls").asInt()).isZero();
    JsonNode other = asking.get("/api/v1/executions?model=house-2").get("items").get(0);
    assertThat(other.get("costUsd").isNull()).isTrue();
    Asking.eventually(() -> health().contains("\"costUsd\":\"0.004\""));
    assertThat(asking.get("/api/v1/audit").toString()).contains("{\\\"calls\\\":2}");
    assertThat(unknown()).containsExactly("house-2");
  }

  @Test
  void pastCallsArePricedByTheTierThatServedThem() throws InterruptedException {
    asking.send(calling("house-3").servedBy("flex"), calling("house-3").servedBy("priority"));
    Asking.eventually(() -> health().contains("\"executions\":2"));

    asking.send(
        "PUT",
        "/api/v1/prices",
        """
        {"model":"house-3","applyToPast":true,
         "tiers":[{"input":"1","output":"10","batchInput":"0.5","batchOutput":"5"}]}
        """);

    Asking.eventually(() -> asking.get("/api/v1/audit").toString().contains("price.applied"));
    JsonNode runs = asking.get("/api/v1/executions?model=house-3").get("items");
    assertThat(runs.valueStream().map(run -> run.get("costUsd").asString("unknown")))
        .containsExactlyInAnyOrder("0.001", "unknown");
  }

  /// What the numbers of the only agent say; nothing before it is known.
  private String health() {
    JsonNode agent = asking.get("/api/v1/agents").get("items").get(0);
    return agent == null
        ? ""
        : asking.get("/api/v1/agents/" + agent.get("id").asString() + "/health").toString();
  }

  @Test
  void whatIsNotAPriceIsRefusedByItsField() {
    assertThat(
            asking
                .send(
                    "PUT",
                    "/api/v1/prices",
                    """
                    {"model":"m","tiers":[{"aboveTokens":5,"input":"-1","output":"0.0000001"},{"aboveTokens":5}]}
                    """)
                .body())
        .contains(
            "tiers[0].input",
            "tiers[0].output",
            "tiers[1].aboveTokens",
            "tiers[1].input",
            "aboveTokens 0");
    assertThat(asking.send("PUT", "/api/v1/prices", "{\"model\":\"m\"}").statusCode())
        .isEqualTo(400);
    assertThat(
            asking.send("PUT", "/api/v1/prices", "{\"model\":\"m\",\"tiers\":[null]}").statusCode())
        .isEqualTo(400);
  }
}
