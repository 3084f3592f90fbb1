package dev.metaagent.search.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ActionsTest {

  private final Instant now = Clock.systemUTC().instant();

  @Test
  void ofOneExecutionFormATreeThatIsReadLevelByLevel() {
    Asking asking = new Asking();
    SentRun run = SentRun.of("Writer", now).withTools(7);
    asking.send(run);
    String path = "/api/v1/executions/" + run.id() + "/actions";

    JsonNode top = asking.get(path).get("items");
    assertThat(top).hasSize(3);
    assertThat(top.get(0).get("kind").asString()).isEqualTo("agent");
    assertThat(top.get(0).get("parentId").isNull()).isTrue();
    assertThat(top.get(0).get("childCount").asInt()).isEqualTo(2);
    assertThat(top.get(2).get("childCount").asInt()).isEqualTo(7);
    assertThat(top.get(2).get("input").isNull()).isTrue();

    JsonNode below = asking.get(path + "?parent=" + SentRun.spanId(3));
    assertThat(below.get("items")).hasSize(7);

    List<String> spans = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = asking.get(path + "?parent=all&limit=4&cursor=" + cursor);
      spans.addAll(Asking.texts(page, "spanId"));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(spans).hasSize(10).doesNotHaveDuplicates().startsWith(SentRun.spanId(1));
  }

  @Test
  void haveTheirContentOnlyOneByOne() {
    Asking asking = new Asking();
    SentRun run = SentRun.of("Writer", now).saying("where is my parcel", "it is in Kiel");
    asking.send(run);

    JsonNode call = asking.get("/api/v1/executions/" + run.id() + "/actions/" + SentRun.spanId(2));

    assertThat(call.get("kind").asString()).isEqualTo("llm");
    assertThat(call.get("input").toString()).contains("where is my parcel");
    assertThat(call.get("output").toString()).contains("it is in Kiel");
    assertThat(call.get("messages").get(0).get("role").asString()).isEqualTo("user");
    assertThat(call.get("attributes").get("gen_ai.request.model").asString()).isEqualTo("gpt-4o");
    assertThat(call.get("scope").get("name").asString()).isEqualTo("test");
    assertThat(
            asking
                .raw("/api/v1/executions/" + run.id() + "/actions/" + SentRun.spanId(99))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void ofAnExecutionGiveItInputAndOutputForThoseWhoMaySeeThem() {
    Asking asking = new Asking();
    SentRun run = SentRun.of("Writer", now).saying("where is my parcel", "it is in Kiel");
    asking.send(run);

    JsonNode execution = asking.get("/api/v1/executions/" + run.id());

    assertThat(execution.get("input").toString()).contains("where is my parcel");
    assertThat(execution.get("output").toString()).contains("it is in Kiel");
    assertThat(execution.get("aliases").get(0).asString()).isEqualTo(run.trace());
    assertThat(execution.get("missingSpans").asInt()).isZero();
    assertThat(asking.get("/api/v1/executions/" + run.trace()).get("id").asString())
        .isEqualTo(run.id());
    JsonNode seen = asking.getAsReader("/api/v1/executions/" + run.id());
    assertThat(seen.get("input").isNull()).isTrue();
    assertThat(seen.get("name").asString()).isNotBlank();
  }

  @Test
  void areFoundAcrossAgents() {
    Asking asking = new Asking();
    SentRun failed = SentRun.of("Writer", now.minusSeconds(60)).failing();
    asking.send(failed, SentRun.of("Reader", now.minusSeconds(30)));

    JsonNode tools = asking.get("/api/v1/actions?kind=tool");
    assertThat(tools.get("items")).hasSize(2);
    assertThat(tools.get("items").get(0).get("agent").get("name").asString()).isEqualTo("Reader");
    JsonNode broken = asking.get("/api/v1/actions?kind=tool&status=error&agent=Writer");
    assertThat(broken.get("items")).hasSize(1);
    assertThat(broken.get("items").get(0).get("executionId").asString()).isEqualTo(failed.id());
    assertThat(asking.get("/api/v1/actions?model=gpt-4o&agent=Reader").get("items")).hasSize(1);
    assertThat(asking.get("/api/v1/actions?agent=Nobody").get("items")).isEmpty();
    assertThat(asking.raw("/api/v1/actions?kind=magic").statusCode()).isEqualTo(400);
  }

  @Test
  void ofASessionAreReadAsOneConversation() {
    Asking asking = new Asking();
    asking.send(
        SentRun.of("Writer", now.minusSeconds(50))
            .saying("second question", "second answer")
            .with("gen_ai.conversation.id", "talk 7"),
        SentRun.of("Reader", now.minusSeconds(90))
            .saying("first question", "first answer")
            .with("gen_ai.conversation.id", "talk 7"));

    JsonNode session = asking.get("/api/v1/sessions/talk%207?limit=1");

    assertThat(session.get("executionCount").asInt()).isEqualTo(2);
    assertThat(session.get("agentIds")).hasSize(2);
    assertThat(session.get("totalCostUsd").asString()).isEqualTo("0.007");
    assertThat(session.get("executions")).hasSize(1);
    assertThat(session.get("executions").get(0).get("input").toString()).contains("first question");
    JsonNode rest =
        asking.get("/api/v1/sessions/talk%207?cursor=" + session.get("nextCursor").asString());
    assertThat(rest.get("executions").get(0).get("output").toString()).contains("second answer");
    assertThat(asking.raw("/api/v1/sessions/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void ofNestedAgentsShowWhoCallsWhom() throws InterruptedException {
    Asking asking = new Asking();
    SentRun outer = SentRun.of("Planner", now.minusSeconds(20)).lasting(Duration.ofSeconds(9));
    asking.send(outer);
    asking.sendBelow(outer, "Searcher", 3);

    JsonNode execution = asking.get("/api/v1/executions/" + outer.id());
    assertThat(execution.get("children")).hasSize(1);
    assertThat(execution.get("children").get(0).get("agent").get("name").asString())
        .isEqualTo("Searcher");
    assertThat(execution.get("children").get(0).get("parentSpanId").asString())
        .isEqualTo(SentRun.spanId(3));
    assertThat(execution.get("total").get("inputTokens").asInt()).isEqualTo(2000);
    JsonNode child =
        asking.get("/api/v1/executions/" + execution.get("children").get(0).get("id").asString());
    assertThat(child.get("parent").get("agent").get("name").asString()).isEqualTo("Planner");

    Asking.eventually(() -> !asking.get("/api/v1/dependencies").get("edges").isEmpty());
    JsonNode graph = asking.get("/api/v1/dependencies?agent=Planner");
    assertThat(graph.get("nodes")).hasSize(2);
    assertThat(graph.get("edges").get(0).get("kind").asString()).isEqualTo("nested");
    assertThat(graph.get("edges").get(0).get("executions").asInt()).isEqualTo(1);

    asking.send(SentRun.of("Finder", now.minusSeconds(5)));
    String searcher = graph.get("edges").get(0).get("to").asString();
    String finder =
        asking.get("/api/v1/executions?agent=Finder").at("/items/0/agent/id").asString();
    var merged =
        asking.send(
            "POST",
            "/api/v1/agents/" + searcher + "/merge",
            "{\"into\":\"" + finder + "\",\"reason\":\"one agent\"}");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    JsonNode after = asking.get("/api/v1/dependencies?agent=Finder");
    assertThat(after.get("nodes")).hasSize(2);
    assertThat(after.get("edges")).hasSize(1);
    assertThat(after.get("edges").get(0).get("to").asString()).isEqualTo(finder);
    assertThat(after.get("edges").get(0).get("executions").asInt()).isEqualTo(1);
  }

  @Test
  void andTheirFiltersCanBeKeptAsViews() {
    Asking asking = new Asking();
    var made =
        asking.send(
            "POST",
            "/api/v1/views",
            "{\"name\":\"Failed\",\"page\":\"executions\",\"query\":\"failed=true\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    String id = asking.get("/api/v1/views").get("items").get(0).get("id").asString();
    var changed =
        asking.send("PUT", "/api/v1/views/" + id, "{\"name\":\"Bad\",\"page\":\"executions\"}");
    assertThat(changed.body()).contains("\"Bad\"");
    assertThat(new Asking().get("/api/v1/views").get("items")).isEmpty();
    assertThat(asking.send("DELETE", "/api/v1/views/" + id, "").statusCode()).isEqualTo(204);
    assertThat(asking.get("/api/v1/views").get("items")).isEmpty();
    var refused = asking.send("POST", "/api/v1/views", "{\"query\":\"x\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"name\"", "\"page\"");
  }
}
