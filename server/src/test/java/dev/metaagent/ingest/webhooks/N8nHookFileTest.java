package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metaagent.documents.Repository;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The hook file of `examples/n8n`, run by a real Node over the recorded data of a real n8n.
class N8nHookFileTest {

  /// Calls the hook as n8n does, and stays alive as long as it has something to send.
  private static final String N8N =
      """
      const { run, workflow, executionId, wait } = JSON.parse(require('fs').readFileSync(process.argv[2]));
      const hook = require(process.argv[3]);
      if (run.data.resultData.error) run.data.resultData.error = Object.assign(new Error(run.data.resultData.error), { node: { name: 'CRM' } });
      hook.workflow.postExecute[0](run, workflow, executionId).then(() => console.log('returned'));
      setTimeout(() => {}, wait);
      """;

  @TempDir Path folder;

  private String call(JsonNode run, Map<String, String> environment, int waitMillis)
      throws IOException, InterruptedException {
    ObjectNode event = N8nRecording.ofHook();
    event.set("run", run);
    event.put("wait", waitMillis);
    Path data = Files.writeString(folder.resolve("run.json"), event.toString());
    Path script = Files.writeString(folder.resolve("n8n.js"), N8N);
    List<String> command = new ArrayList<>(List.of("node", script.toString(), data.toString()));
    command.add(Repository.root().resolve("examples/n8n/metaagent-hook.js").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process node;
    try {
      node = builder.start();
    } catch (IOException e) {
      Assumptions.abort("there is no node on the path");
      throw e;
    }
    String said =
        new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
    return said;
  }

  private static Map<String, String> environment(String url, String secret) {
    return Map.of(
        "METAAGENT_WEBHOOK_URL",
        url,
        "METAAGENT_WEBHOOK_SECRET",
        secret,
        "METAAGENT_RETRY_MS",
        "50,50");
  }

  @Test
  void aRunOfN8nIsStoredWithAllItsTokens() throws IOException, InterruptedException {
    Asking asking = new Asking();
    Sender sender = Sender.of(asking, "n8n");
    String url = TestServer.remote().uri(sender.path()).toString();

    String said = call(N8nRecording.ofHook().get("run"), environment(url, sender.secret()), 500);

    assertThat(said).contains("returned").doesNotContain("[metaagent]");
    Asking.eventually(() -> asking.get("/api/v1/executions").get("items").size() == 1);
    JsonNode run = asking.get("/api/v1/executions").get("items").get(0);
    assertThat(run.get("agent").get("name").asString())
        .isEqualTo("Sentinel agent demo (fictional)");
    assertThat(run.get("framework").asString()).isEqualTo("n8n");
    assertThat(run.get("inputTokens").asInt()).isEqualTo(137);
    assertThat(run.get("outputTokens").asInt()).isEqualTo(23);
    assertThat(run.get("models").get(0).asString()).isEqualTo("fake-chat-1");
    assertThat(run.get("durationMs").asDouble()).isEqualTo(2528);
  }

  @Test
  void aFailedRunTellsItsErrorAndSecretsStayAtHome() throws IOException, InterruptedException {
    ObjectNode run = N8nRecording.ofHook().withObject("run");
    run.put("status", "error");
    run.withObject("data").withObject("resultData").put("error", "the CRM is away");
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(bodies, 200);

    call(run, environment("http://localhost:" + receiver.getAddress().getPort(), "s"), 300);

    receiver.stop(0);
    assertThat(bodies).hasSize(1);
    assertThat(bodies.getFirst())
        .contains("the CRM is away", "\"CRM\"")
        .doesNotContain("user-agent", "defaultHeaders", "messageLog");
  }

  @Test
  void whatFailsIsTriedAgainAndNeverThrownIntoN8n() throws IOException, InterruptedException {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(bodies, 503);
    JsonNode run = N8nRecording.ofHook().get("run");

    String said =
        call(run, environment("http://localhost:" + receiver.getAddress().getPort(), "s"), 800);

    receiver.stop(0);
    assertThat(said).contains("returned", "given up: 503");
    assertThat(bodies).hasSize(3);
    assertThat(call(run, environment("http://localhost:1", "s"), 500)).contains("given up");
    assertThat(call(run, environment("", ""), 10)).contains("nothing is sent", "returned");
  }

  private static HttpServer receiver(List<String> bodies, int status) throws IOException {
    HttpServer receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          bodies.add(
              new String(
                  exchange.getRequestBody().readAllBytes(),
                  java.nio.charset.StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }
}
