package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs as plain JSON.
class SubmitExecutionsTest extends RunSteps {

  @Test
  void aRunWithStepsIsStoredAsItWasTold() {
    JsonNode item =
        sent("""
        {"id": "run-1", "agent": "Email Writer", "framework": "home-made", "version": "1.4.0",
         "environment": "prod", "startedAt": "%s", "endedAt": "%s", "sessionId": "s-1", "userId": "u-1",
         "input": "Write to the customer", "output": {"subject": "Hello"},
         "prompt": {"name": "writer", "version": "7"}, "taskClass": "outreach", "arm": "b",
         "learnings": ["l-1"], "attributes": {"campaign": "spring", "size": 3},
         "steps": [
           {"kind": "retrieval", "name": "find customer", "durationMs": 100, "output": [{"id": 1}]},
           {"kind": "llm", "model": "gpt-4o", "provider": "openai", "durationMs": 900, "inputTokens": 1000,
            "outputTokens": 100, "cacheReadTokens": 400, "input": [{"role": "user", "content": "hi"}],
            "output": "hello"},
           {"kind": "tool", "name": "send_email", "durationMs": 50, "toolCallId": "call-9",
            "status": "error", "error": {"type": "SmtpError", "message": "try later"},
            "input": {"to": "x"}, "output": "refused"}]}
        """
                .formatted(now.minusSeconds(3), now))
            .get(0);

    assertThat(item.get("state").asString()).isEqualTo("stored");
    assertThat(item.get("warnings").size()).isZero();
    JsonNode execution = stored(item);
    assertThat(execution.get("agent").get("name").asString()).isEqualTo("Email Writer");
    assertThat(execution.get("status").asString()).isEqualTo("ok");
    assertThat(execution.get("framework").asString()).isEqualTo("home-made");
    assertThat(execution.get("agentVersion").asString()).isEqualTo("1.4.0");
    assertThat(execution.get("environment").asString()).isEqualTo("prod");
    assertThat(execution.get("sessionId").asString()).isEqualTo("s-1");
    assertThat(execution.get("userId").asString()).isEqualTo("u-1");
    assertThat(execution.get("promptName").asString()).isEqualTo("writer");
    assertThat(execution.get("promptVersion").asString()).isEqualTo("7");
    assertThat(execution.get("taskClass").asString()).isEqualTo("outreach");
    assertThat(execution.get("arm").asString()).isEqualTo("b");
    assertThat(execution.get("learnings").get(0).asString()).isEqualTo("l-1");
    assertThat(execution.get("attributes").get("campaign").asString()).isEqualTo("spring");
    assertThat(execution.get("attributes").get("id").asString()).isEqualTo("run-1");
    assertThat(execution.get("durationMs").asDouble()).isEqualTo(3000);
    assertThat(execution.get("inputTokens").asInt()).isEqualTo(1000);
    assertThat(execution.get("cacheReadTokens").asInt()).isEqualTo(400);
    assertThat(execution.get("input").asString()).isEqualTo("Write to the customer");
    assertThat(execution.get("output").get("subject").asString()).isEqualTo("Hello");
    assertThat(execution.get("costUsd").isNull()).isFalse();
    assertThat(actions(item)).hasSize(4);
    JsonNode tool = actions(item).get(3);
    assertThat(tool.get("kind").asString()).isEqualTo("tool");
    assertThat(tool.get("name").asString()).isEqualTo("send_email");
    assertThat(tool.get("status").asString()).isEqualTo("error");
    JsonNode call =
        asking.get(
            PATH
                + "/"
                + item.get("executionId").asString()
                + "/actions/"
                + actions(item).get(2).get("spanId").asString());
    assertThat(call.toString()).contains("hello", "\"hi\"");
  }

  @Test
  void theShortestRunIsEnough() {
    JsonNode item =
        sent("{\"id\":\"1\",\"agent\":\"Tiny\",\"input\":\"in\",\"output\":\"out\"}").get(0);

    JsonNode execution = stored(item);
    assertThat(execution.get("status").asString()).isEqualTo("ok");
    assertThat(execution.get("success").get("source").asString()).isEqualTo("status");
    assertThat(execution.get("costUsd").isNull()).isTrue();
    assertThat(execution.get("inputTokens").isNull()).isTrue();
    assertThat(asking.names("agent=Tiny")).containsExactly("Tiny");
  }

  @Test
  void whatARunUsedIsCountedOnce() {
    String usage =
        ", \"model\": \"gpt-4o\", \"inputTokens\": 10, \"outputTokens\": 5, \"costUsd\": 0.25";
    JsonNode bare = sent(run("bare", usage)).get(0);
    JsonNode oneCall = sent(run("one", usage + ", \"steps\": [{\"kind\": \"llm\"}]")).get(0);
    JsonNode ownUsage =
        sent(run(
                "own-usage",
                usage
                    + ", \"steps\": [{\"kind\":\"llm\",\"model\":\"gpt-4o\",\"inputTokens\":10,"
                    + "\"outputTokens\":5,\"costUsd\":\"0.25\"}]"))
            .get(0);
    JsonNode costOnly = sent(run("cost", ", \"costUsd\": 0.25")).get(0);

    assertThat(actions(bare)).hasSize(2);
    assertThat(actions(oneCall)).hasSize(2);
    for (JsonNode item : new JsonNode[] {bare, oneCall, ownUsage}) {
      assertThat(stored(item).get("inputTokens").asInt()).as(item.toString()).isEqualTo(10);
      assertThat(stored(item).get("costUsd").asString()).as(item.toString()).isEqualTo("0.25");
    }
    assertThat(ownUsage.get("warnings").get(0).get("field").asString()).isEqualTo("inputTokens");
    assertThat(stored(costOnly).get("costUsd").asString()).isEqualTo("0.25");
    assertThat(stored(costOnly).get("inputTokens").isNull()).isTrue();
  }

  @Test
  void nestedAgentsAreExecutionsOfTheirOwn() {
    JsonNode item =
        sent(run(
                "outer",
                ", \"steps\": [{\"kind\":\"agent\",\"name\":\"Researcher\",\"steps\":["
                    + "{\"kind\":\"tool\",\"name\":\"search\",\"durationMs\":5}]}]"))
            .get(0);

    JsonNode child = stored(item).get("children").get(0);
    assertThat(child.get("agent").get("name").asString()).isEqualTo("Researcher");
    assertThat(child.get("status").asString()).isEqualTo("ok");
  }

  @Test
  void aRunThatAnotherStartedIsBelowItWhicheverComesFirst() {
    JsonNode child =
        sent(run("child", ", \"parentId\": \"parent\"").replace("Email Writer", "Child")).get(0);
    JsonNode parent =
        sent(run("parent", ", \"parentId\": \"top\"").replace("Email Writer", "Parent")).get(0);
    JsonNode top = sent(run("top", "").replace("Email Writer", "Top")).get(0);

    assertThat(stored(child).get("parentExecutionId").asString())
        .isEqualTo(parent.get("executionId").asString());
    assertThat(stored(parent).get("parentExecutionId").asString())
        .isEqualTo(top.get("executionId").asString());
    assertThat(stored(top).get("parentExecutionId").isNull()).isTrue();
  }

  @Test
  void aRunThatIsStoredStaysWhereItIsWhenALaterOneNamesItThroughAnother() {
    JsonNode top = sent(run("root", ", \"revision\": 1").replace("Email Writer", "Root")).get(0);
    sent(run("leaf", ", \"parentId\": \"middle\"").replace("Email Writer", "Leaf"));
    sent(run("middle", ", \"parentId\": \"root\"").replace("Email Writer", "Middle"));
    JsonNode again = sent(run("root", ", \"revision\": 2").replace("Email Writer", "Root")).get(0);

    assertThat(again.get("executionId").asString()).isEqualTo(top.get("executionId").asString());
    assertThat(again.get("state").asString()).isEqualTo("replaced");
  }

  @Test
  void aTraceContextPutsARunIntoATraceThatExists() {
    String trace =
        "7f3a5c9e1d2b4860a1b2c3d4" + String.format("%08x", System.nanoTime() & 0xffffffffL);
    JsonNode item =
        sent(run("t", ", \"traceparent\": \"00-" + trace + "-00f067aa0ba902b7-01\"")).get(0);

    assertThat(item.get("executionId").asString()).startsWith(trace + "-");
  }

  @Test
  void ofABatchEachRunHasItsOwnAnswer() {
    JsonNode items =
        sent(
            """
            {"executions": [%s, {"id": "no agent"}, %s, %s]}
            """
                .formatted(
                    run("x", ""),
                    run("x", ""),
                    run(
                        "y",
                        ", \"steps\":"
                            + " [{\"kind\":\"lm\",\"name\":\"n\",\"startedAt\":\"monday\"}]")));

    assertThat(Asking.texts(JsonMapper.shared().createObjectNode().set("items", items), "state"))
        .containsExactly("stored", "refused", "unchanged", "refused");
    assertThat(items.get(1).get("errors").get(0).get("field").asString()).isEqualTo("[1].agent");
    assertThat(items.get(3).get("errors").toString())
        .contains("[3].steps[0].kind", "[3].steps[0].startedAt", "one of llm, tool");
  }

  @Test
  void aTypingErrorIsToldAndTheRestIsTaken() {
    JsonNode item =
        sent("{\"id\":\"typo\",\"agent\":\"A\",\"started_at\":\"2026-01-01T00:00:00Z\",\"mood\":1}")
            .get(0);

    assertThat(item.get("state").asString()).isEqualTo("stored");
    assertThat(item.get("warnings").toString())
        .contains("did you mean startedAt?", "\"mood\"", "attributes");
  }

  @Test
  void whatCannotBeTakenIsRefusedWithItsReason() {
    assertThat(refused("{\"agent\":\"A\"}")).contains("\"field\":\"id\"");
    assertThat(refused("[]")).contains("1 to 1000");
    assertThat(refused("\"text\"")).contains("one JSON object");
    assertThat(refused("{\"id\":")).contains("line 1");
    assertThat(refused("")).contains("empty");
    assertThat(refused("{\"id\":\"1\",\"agent\":\"A\",\"inputTokens\":-1}"))
        .contains("inputTokens");
    assertThat(refused("{\"id\":\"1\",\"agent\":\"A\",\"costUsd\":1e99}")).contains("costUsd");
    assertThat(refused("{\"id\":\"1\",\"agent\":\"A\",\"durationMs\":\"1e999999999\"}"))
        .contains("durationMs");
    assertThat(refused("{\"id\":\"1\",\"agent\":\"A\",\"startedAt\":1e30}")).contains("startedAt");
    assertThat(refused("{\"id\":\"1\",\"agent\":\"A\",\"startedAt\":1e999999999}"))
        .contains("startedAt");
    assertThat(refused(run("late", "").replace(now.toString(), now.minusSeconds(9).toString())))
        .contains("endedAt");
    assertThat(
            refused(
                run(
                    "twice",
                    ", \"steps\":[{\"kind\":\"llm\",\"id\":\"s\"},{\"kind\":\"llm\",\"id\":\"s\"}]")))
        .contains("steps[1].id");
    assertThat(
            refused(
                "{\"id\":\"1\",\"agent\":\"A\",\"steps\":["
                    + "{\"kind\":\"llm\"},".repeat(5_000)
                    + "{\"kind\":\"llm\"}]}"))
        .contains("5000 steps");
  }

  private String refused(String json) {
    HttpResponse<String> response = asking.send("POST", PATH, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return response.body();
  }

  @Test
  void largeAndPackedBodiesAreTakenAndTheDoorIsKept() throws IOException {
    TestServer server = TestServer.remote();
    String ingest = TestKeys.key(server, asking.organization(), KeyScope.INGEST);
    String reader = TestKeys.key(server, asking.organization(), KeyScope.READ);
    String big = run("big", ", \"input\": \"" + "word ".repeat(300_000) + "\"");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(big.getBytes(StandardCharsets.UTF_8));
    }
    HttpResponse<String> taken =
        server.send(
            server
                .request(PATH)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + ingest)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    HttpResponse<String> plain =
        server.send(
            server
                .request(PATH)
                .header("Authorization", "Bearer " + ingest)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(big)));
    assertThat(plain.body()).contains("unchanged");
    HttpResponse<String> forbidden =
        server.send(
            server
                .request(PATH)
                .header("Authorization", "Bearer " + reader)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(big)));
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(forbidden.body()).contains("\"code\":\"forbidden\"");
    String attempts =
        Eventually.get(
            () -> asking.get("/api/v1/connect/attempts").toString(), text -> text.contains(PATH));
    assertThat(attempts).contains(PATH);
  }

  @Test
  void organizationsDoNotShareIds() {
    Asking other = new Asking();
    String mine = sent(run("shared", "")).get(0).get("executionId").asString();
    String theirs =
        JsonMapper.shared()
            .readTree(other.send("POST", PATH, run("shared", "")).body())
            .get("items")
            .get(0)
            .get("executionId")
            .asString();

    assertThat(theirs).isNotEqualTo(mine);
    assertThat(other.raw(PATH + "/" + mine).statusCode()).isEqualTo(404);
  }

  @Test
  void aRunThatTheDatabaseCannotHoldIsRefusedAndTheOthersAreStored() {
    String most = Long.toString(Long.MAX_VALUE);
    HttpResponse<String> response =
        asking.send(
            "POST",
            PATH,
            """
            [{"id": "fits", "agent": "A", "durationMs": 1},
             {"id": "never", "agent": "A", "durationMs": 1, "model": "m", "inputTokens": %1$s, "outputTokens": %1$s}]
            """
                .formatted(most));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode items = JsonMapper.shared().readTree(response.body()).get("items");
    assertThat(items.get(0).get("state").asString()).isEqualTo("stored");
    assertThat(stored(items.get(0)).get("agent").get("name").asString()).isEqualTo("A");
    assertThat(items.get(1).get("state").asString()).isEqualTo("refused");
    assertThat(items.get(1).at("/errors/0/field").asString()).isEqualTo("[1]");
    assertThat(items.get(1).at("/errors/0/message").asString()).contains("cannot be stored");
  }
}
