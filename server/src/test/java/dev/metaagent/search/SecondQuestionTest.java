package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What somebody asks after the first look: who is the most expensive, the slowest, whose runs are
/// these, what was it about, what did the other agent do.
@SuppressWarnings("TimeInStaticInitializer")
class SecondQuestionTest {

  private static final Asking asking = new Asking();
  private static final Instant now = Clock.systemUTC().instant();
  private static final List<SentRun> sent = new ArrayList<>();
  private static final SentRun outer =
      SentRun.of("Planner", now.minusSeconds(40)).saying("Plan the launch\\nof the site", "done");

  @BeforeAll
  static void send() {
    for (int i = 0; i < 12; i++) {
      SentRun run =
          SentRun.of("Agent " + i % 3, now.minusSeconds(600 - i))
              .lasting(Duration.ofMillis(1_000 + 100L * ((i * 5) % 12)))
              .calling(i % 2 == 0 ? "gpt-4o" : "gpt-4o-mini")
              .with("metaagent.agent.version", "v" + i % 2)
              .with("metaagent.attr.tier", i < 4 ? "gold" : "free");
      sent.add(i % 3 == 0 ? run : run.with("metaagent.user.id", "user-" + i % 3));
    }
    sent.set(4, sent.get(4).failing());
    asking.send(sent.toArray(SentRun[]::new));
    asking.send(outer);
    asking.sendBelow(outer, "Checker", 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "durationMs",
        "-durationMs",
        "costUsd",
        "-costUsd",
        "tokens",
        "-tokens",
        "startedAt"
      })
  void aListIsReadInOrderPageByPageAndEachRunOnce(String sort) {
    List<JsonNode> found = all("/api/v1/executions?limit=3&sort=" + sort);

    assertThat(found).hasSize(14);
    assertThat(found.stream().map(run -> run.get("id").asString()).distinct()).hasSize(14);
    String field = sort.replace("-", "");
    List<Double> values = found.stream().map(run -> value(run, field)).toList();
    List<Double> sorted = values.stream().sorted().toList();
    assertThat(values).isEqualTo(sort.startsWith("-") ? sorted.reversed() : sorted);
  }

  private static double value(JsonNode run, String field) {
    return switch (field) {
      case "tokens" -> run.get("inputTokens").asDouble() + run.get("outputTokens").asDouble();
      case "startedAt" -> Instant.parse(run.get("startedAt").asString()).toEpochMilli();
      case String other -> Double.parseDouble(run.get(other).asString());
    };
  }

  @Test
  void aCursorBelongsToItsOrder() {
    String cursor =
        asking.get("/api/v1/executions?limit=1&sort=-costUsd").get("nextCursor").asString();
    for (String sort : List.of("costUsd", "-durationMs", "-startedAt")) {
      HttpResponse<String> refused =
          asking.raw("/api/v1/executions?sort=" + sort + "&cursor=" + cursor);
      assertThat(refused.statusCode()).as(sort).isEqualTo(400);
      assertThat(refused.body()).contains("\"field\":\"cursor\"");
    }
    assertThat(asking.raw("/api/v1/executions?sort=price").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "agent=Agent 0&agent=Agent 1, 8",
    "not.agent=Agent 0, 10",
    "not.agent=Agent 0&not.agent=Agent 1&agent=Agent 2, 4",
    "model=gpt-4o-mini&model=gpt-4o, 14",
    "not.model=gpt-4o, 6",
    "version=v0&userId=user-1&userId=user-2, 4",
    "userId=*, 8",
    "not.userId=*, 6",
    "not.attr.tier=gold, 10",
    "attr.tier=gold&attr.tier=free, 12",
    "success=true&success=false, 14",
    "minDurationMs=1500&maxDurationMs=1800, 4",
    "maxCostUsd=0.0001&not.model=gpt-4o, 0",
    "minTokens=1100&maxTokens=1100, 14",
    "maxTokens=1099, 0"
  })
  void alternativesExclusionsAndRangesAreFilters(String query, int runs) {
    String encoded = query.replace(" ", "%20");
    assertThat(all("/api/v1/executions?limit=5&" + encoded)).hasSize(runs);
    assertThat(all("/api/v1/executions?sort=-durationMs&limit=5&" + encoded)).hasSize(runs);
  }

  @ParameterizedTest
  @CsvSource({
    "agent, agent",
    "model, model",
    "user, userId",
    "version, version",
    "environment, environment",
    "attr.tier, attr.tier"
  })
  void aGroupHasTheNumbersOfItsList(String by, String filter) {
    JsonNode groups = asking.get("/api/v1/executions/groups?by=" + by);

    assertThat(groups.get("basis").asString()).isEqualTo("runs");
    assertThat(groups.get("items").size()).isEqualTo(groups.get("groups").asInt()).isPositive();
    for (JsonNode group : groups.get("items")) {
      String key =
          group.get("key").isNull()
              ? "not." + filter + "=*"
              : filter + "=" + Asking.encoded(group.get("key").asString());
      JsonNode counted = asking.get("/api/v1/executions/histogram?" + key);
      assertThat(group.get("executions").asInt()).as(key).isEqualTo(counted.get("total").asInt());
      assertThat(group.get("failed").asInt()).as(key).isEqualTo(counted.get("failed").asInt());
      assertThat(group.get("costUsd")).as(key).isEqualTo(counted.get("costUsd"));
      assertThat(group.get("p95")).as(key).isEqualTo(counted.get("latencyP95Ms"));
      assertThat(group.get("successRate")).as(key).isEqualTo(counted.get("successRate"));
      assertThat(all("/api/v1/executions?" + key)).hasSize(group.get("executions").asInt());
    }
  }

  @Test
  void groupsAreSortedByEachOfTheirNumbersAndPaged() {
    for (String sort : List.of("-costUsd", "executions", "-p95", "successRate", "key", "-tokens")) {
      List<JsonNode> paged = all("/api/v1/executions/groups?by=agent&limit=2&sort=" + sort);
      assertThat(paged).as(sort).hasSize(5);
      assertThat(paged.stream().map(group -> group.get("key").asString()).distinct()).hasSize(5);
    }
    JsonNode most = asking.get("/api/v1/executions/groups?by=agent&sort=-costUsd&limit=1");
    assertThat(most.get("items").get(0).get("agent").get("name").asString()).startsWith("Agent");
    for (String wrong :
        List.of(
            "by=&agent=",
            "sort=runs",
            "",
            "by=weather",
            "by=agent&sort=cost",
            "by=agent&cursor=x")) {
      assertThat(asking.raw("/api/v1/executions/groups?" + wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void anActionNamesTheExecutionThatItCalledWithEverythingNestedInIt() {
    JsonNode actions = asking.get("/api/v1/executions/" + outer.id() + "/actions");
    List<JsonNode> calling =
        StreamSupport.stream(actions.get("items").spliterator(), false)
            .filter(action -> !action.get("called").isEmpty())
            .toList();

    assertThat(calling).hasSize(1);
    JsonNode called = calling.getFirst().get("called").get(0);
    assertThat(called.get("agent").get("name").asString()).isEqualTo("Checker");
    assertThat(called.get("tokens").asInt()).isEqualTo(1100);
    assertThat(called.get("actions").asInt()).isEqualTo(3);
    assertThat(called.get("costUsd").asString()).isEqualTo("0.0035");
    assertThat(
            asking
                .get("/api/v1/executions/" + called.get("id").asString() + "/actions")
                .get("items"))
        .hasSize(3);
  }

  @Test
  void aRunSaysWhatItWasAboutToWhoMayReadBodiesAndWhatBrokeToEverybody()
      throws InterruptedException {
    Asking.eventually(
        () -> !asking.get("/api/v1/executions/" + outer.id()).get("subject").isNull());
    assertThat(asking.get("/api/v1/executions/" + outer.id()).get("subject").asString())
        .isEqualTo("Plan the launch");
    assertThat(asking.getAsReader("/api/v1/executions/" + outer.id()).get("subject").isNull())
        .isTrue();
    JsonNode failed = asking.getAsReader("/api/v1/executions?failed=true").get("items").get(0);
    assertThat(failed.get("headline").asString()).startsWith("search_orders: ");
    assertThat(asking.get("/api/v1/executions/" + outer.id()).get("headline").isNull()).isTrue();
  }

  @Test
  void theActionsOfAListAreThoseOfItsRuns() {
    assertThat(all("/api/v1/actions?limit=4&userId=user-1")).hasSize(12);
    assertThat(all("/api/v1/actions?kind=tool&version=v0&not.agent=Planner")).hasSize(6);
    assertThat(all("/api/v1/actions?attr.tier=gold&success=true&model=gpt-4o")).hasSize(2);
    assertThat(all("/api/v1/actions?agent=Checker")).hasSize(3);
    assertThat(asking.raw("/api/v1/actions?user=user-1").statusCode()).isEqualTo(400);
    assertThat(asking.raw("/api/v1/actions?minDurationMs=abc").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"Agent 1,agent", "user-1,user", "v1,version", "mini,version"})
  void theSearchFindsWhatATextMayMean(String text, String kind) throws InterruptedException {
    String path = "/api/v1/search?q=" + Asking.encoded(text).replace("+", "%20");
    Asking.eventually(() -> kinds(path).contains(kind));
  }

  @Test
  void theSearchFindsARunByItsIdAndByItsWords() throws InterruptedException {
    String path = "/api/v1/search?q=" + outer.trace().substring(0, 10);
    assertThat(asking.get(path).get("items").get(0).get("id").asString()).isEqualTo(outer.id());
    Asking.eventually(() -> kinds("/api/v1/search?q=launch").contains("execution"));
    assertThat(asking.getAsReader("/api/v1/search?q=launch").get("items")).isEmpty();
  }

  private static List<String> kinds(String path) {
    return Asking.texts(asking.get(path), "kind");
  }

  @Test
  void declaredAttributesApplyToStoredRunsThroughAJob() throws InterruptedException {
    Asking asking = new Asking();
    asking.send(sent.toArray(SentRun[]::new));
    assertThat(asking.get("/api/v1/attributes").get("items")).isEmpty();
    HttpResponse<String> declared =
        asking.send(
            "PUT",
            "/api/v1/attributes",
            """
            {"items": [{"key": "tier", "label": "Tier"}, {"key": "secret", "pseudonymous": true}],
             "reason": "to group runs by tier"}
            """);
    assertThat(declared.statusCode()).as(declared.body()).isEqualTo(200);
    assertThat(asking.get("/api/v1/attributes").get("items").get(0).get("label").asString())
        .isEqualTo("Tier");
    assertThat(asking.get("/api/v1/audit").toString()).contains("attributes.declare");

    Asking.eventually(
        () -> asking.get("/api/v1/executions?attr.tier=gold").get("items").size() == 4);
    asking.send(SentRun.of("Keeper", now.minusSeconds(30)).with("metaagent.attr.secret", "blue"));
    JsonNode run = asking.get("/api/v1/executions?attr.secret=blue&agent=Keeper").get("items");
    assertThat(run).hasSize(1);
    assertThat(run.get(0).get("attributes").get("secret").asString()).doesNotContain("blue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\": [{\"key\": \"a b\"}], \"reason\": \"long enough\"}",
        "{\"items\": [{\"key\": \"a\"}, {\"key\": \"a\"}], \"reason\": \"long enough\"}",
        "{\"items\": [{\"key\": \"a\"}], \"reason\": \"short\"}",
        "{\"reason\": \"long enough\"}",
        "{\"items\": [null], \"reason\": \"long enough\"}"
      })
  void aWrongDeclarationIsRefused(String json) {
    assertThat(asking.send("PUT", "/api/v1/attributes", json).statusCode()).isEqualTo(400);
  }

  @Test
  void atMostTwentyAttributesAreDeclared() {
    List<String> items = IntStream.range(0, 21).mapToObj(i -> "{\"key\": \"k" + i + "\"}").toList();
    assertThat(
            asking
                .send(
                    "PUT",
                    "/api/v1/attributes",
                    "{\"items\": " + items + ", \"reason\": \"long enough\"}")
                .statusCode())
        .isEqualTo(400);
  }

  private static List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String next = path;
    while (next != null) {
      JsonNode page = asking.get(next);
      page.get("items").forEach(items::add);
      JsonNode cursor = page.get("nextCursor");
      next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
    }
    return items;
  }
}
