package dev.metaagent.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClientCommandTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String admin = TestKeys.key(server, organization, KeyScope.ADMIN);

  private record Result(int code, String out, String err) {}

  private Result run(String... arguments) {
    return run(
        Map.of("METAAGENT_URL", server.uri("/").toString(), "METAAGENT_KEY", admin), arguments);
  }

  private static Result run(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        ClientCommand.run(
            arguments,
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String asked(String tool) {
    String id = UUID.randomUUID().toString();
    String body =
        "{\"id\":\"%s\",\"agent\":\"Order Desk\",\"tool\":\"%s\",\"arguments\":{\"amount\":284},\"ruleId\":\"big\",\"expiresAt\":\"%s\"}"
            .formatted(id, tool, Instant.now().plusSeconds(300));
    assertThat(
            server
                .send(
                    server
                        .request("/api/v1/approvals")
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode())
        .isEqualTo(201);
    return id;
  }

  @Test
  void whatWaitsIsListedAndDecided() {
    assertThat(run("approvals").out()).isEqualToIgnoringNewLines("Nothing waits.");
    String id = asked("stripe.refund");
    assertThat(run("approvals", "list").out()).contains(id, "Order Desk", "stripe.refund", "284");
    Result approved = run("approvals", "approve", id, "--reason", "checked");
    assertThat(approved.code()).isZero();
    assertThat(approved.out()).contains("approved");
    Result again = run("approvals", "deny", id, "--reason", "too late");
    assertThat(again.code()).isEqualTo(1);
    assertThat(run("approvals", "list", "--state", "all", "--json").out())
        .satisfies(json ->
            assertThat(JsonMapper.shared().readTree(json).at("/items/0/reason").asString())
                .isEqualTo("checked"));
  }

  @Test
  void aLinkToDecideIsPrintedAndOpensItsPage() {
    String id = asked("stripe.refund");
    Result made = run("approvals", "link", id, "--for", "Dana");
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).contains("Whoever has this link can decide, once, until ");
    String url = made.out().lines().findFirst().orElseThrow();
    String path = url.substring(url.indexOf("/decide/"));
    assertThat(server.send(server.request(path).GET()).body())
        .contains("stripe.refund", "given to Dana");
    run("approvals", "deny", id, "--reason", "no");
    assertThat(run("approvals", "link", id).code()).isEqualTo(1);
    assertThat(run("approvals", "list", "--state", "decided").out()).contains(id, "denied");
  }

  @Test
  void anAgentAndTheFleetAreStoppedAndResumedInSteps() {
    Result stopped = run("stop", "Order Desk / EU", "--reason", "wrong totals");
    assertThat(stopped.err()).isEmpty();
    assertThat(stopped.out()).contains("Order Desk / EU is stopped");
    assertThat(run("resume", "Order Desk / EU", "--share", "10%", "--reason", "mended").out())
        .contains("takes 10 % of new executions");
    assertThat(run("resume", "Order Desk / EU", "--reason", "holds").out())
        .contains("takes all new executions");
    assertThat(run("stop", "--fleet", "--reason", "incident").out())
        .contains("The fleet is stopped");
    assertThat(run("resume", "--fleet", "--share=0.5", "--reason", "half").out())
        .contains("takes 50 % of new executions");
  }

  @Test
  void theLinesOfALanguageArePrinted() {
    assertThat(run("instrument", "--print", "python", "sdk").out())
        .contains("from metaagent import MetaAgent")
        .doesNotContain("LangChainInstrumentor");
    assertThat(run("instrument", "--print", "cobol").code()).isEqualTo(2);
  }

  @Test
  void wrongUseIsToldApartFromARefusal() {
    assertThat(run("stop", "Order Desk").err()).contains("--reason");
    assertThat(run("stop", "Order Desk").code()).isEqualTo(2);
    assertThat(run("approvals", "forget").code()).isEqualTo(2);
    assertThat(run("stop", "--fast").code()).isEqualTo(2);
    Result away = run(Map.of("METAAGENT_URL", "http://localhost:1"), "approvals", "list");
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("http://localhost:1", "refused").doesNotContain("null");
    Result keyless = run(Map.of("METAAGENT_URL", server.uri("/").toString()), "approvals", "list");
    assertThat(keyless.code()).isEqualTo(1);
    assertThat(keyless.err()).contains("credential");
  }

  @Test
  void aShareIsAPercentageOrANumber() {
    assertThat(StopCommands.share("10%")).isEqualByComparingTo("0.1");
    assertThat(StopCommands.share("0.5")).isEqualByComparingTo("0.5");
    assertThatThrownBy(() -> StopCommands.share("half")).isInstanceOf(ClientCommand.WrongUse.class);
  }
}
