package dev.metaagent.registry.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.registry.Agents;
import dev.metaagent.registry.Changes;
import dev.metaagent.registry.ProductionPromptChanged;
import dev.metaagent.registry.ProductionPrompts;
import dev.metaagent.registry.ServedPrompt;
import dev.metaagent.registry.Sighting;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// What policies serve of the prompts.
class ProductionPromptsTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String admin = TestKeys.key(server, organization, KeyScope.ADMIN);
  private final ProductionPrompts production = server.bean(ProductionPrompts.class);

  private int send(String method, String path, Map<String, ?> body) {
    return server
        .send(
            server
                .request(path)
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(body))))
        .statusCode();
  }

  private void add(String name, @Nullable String agent, String content) {
    Map<String, Object> body =
        agent == null ? Map.of("content", content) : Map.of("content", content, "agent", agent);
    assertThat(send("POST", "/api/v1/prompts/" + name + "/versions", body)).isEqualTo(201);
  }

  private void label(String name, String label, int version) {
    Map<String, Object> body = Map.of("version", version, "reason", "test");
    assertThat(send("PUT", "/api/v1/prompts/" + name + "/labels/" + label, body)).isEqualTo(200);
  }

  private void remove(String name) {
    String path = "/api/v1/prompts/" + name + "/labels/production?reason=test";
    assertThat(send("DELETE", path, Map.of())).isEqualTo(204);
  }

  private <T> T read(Supplier<T> work) {
    return Tenant.call(organization, () -> server.bean(TenantTransactions.class).read(work));
  }

  private AgentId agent(String name) {
    Sighting sighting = Sighting.of(name, Instant.parse("2026-01-01T00:00:00Z"));
    return Objects.requireNonNull(
        Tenant.call(organization, () -> server.bean(Agents.class).resolve(List.of(sighting)))
            .get(name));
  }

  private List<String> served(AgentId agent) {
    return read(() -> production.of(agent)).stream()
        .map(prompt -> prompt.name() + " " + prompt.version())
        .toList();
  }

  @Test
  void anAgentIsServedWhatIsLabelledOfItAndOfEveryAgent() {
    AgentId writer = agent("writer");
    AgentId reader = agent("reader");
    add("b", "writer", "one");
    add("b", "writer", "two");
    add("c", "reader", "three");
    add("Z", null, "four");
    add("draft", "writer", "five");
    assertThat(served(writer)).isEmpty();
    label("b", "production", 1);
    label("c", "production", 1);
    label("Z", "production", 1);
    label("draft", "candidate", 1);
    assertThat(served(writer)).containsExactly("Z 1", "b 1");
    assertThat(served(reader)).containsExactly("Z 1", "c 1");
    assertThat(read(production::ofEveryAgent)).extracting(ServedPrompt::name).containsExactly("Z");
    label("b", "production", 2);
    assertThat(served(writer)).containsExactly("Z 1", "b 2");
    remove("b");
    assertThat(served(writer)).containsExactly("Z 1");
  }

  @Test
  void whatIsServedIsWhatWasWritten() {
    Map<String, Object> body =
        Map.of(
            "content",
            "Write to jane@example.org about {{order}}",
            "model",
            "m",
            "parameters",
            Map.of("temperature", 0.5, "stop", List.of("a")));
    assertThat(send("POST", "/api/v1/prompts/a/versions", body)).isEqualTo(201);
    add("b", null, "plain");
    label("a", "production", 1);
    label("b", "production", 1);
    List<ServedPrompt> served = read(production::ofEveryAgent);
    assertThat(served)
        .containsExactly(
            new ServedPrompt(
                "a",
                1,
                "Write to jane@example.org about {{order}}",
                List.of("order"),
                "m",
                Map.of("temperature", 0.5, "stop", List.of("a"))),
            new ServedPrompt("b", 1, "plain", List.of(), null, null));
  }

  @Test
  void promptsOfMergedNamesAreThoseOfTheAgent() {
    AgentId writer = agent("writer");
    AgentId alias = agent("old writer");
    add("a", "writer", "one");
    add("b", "old writer", "two");
    label("a", "production", 1);
    label("b", "production", 1);
    assertThat(served(alias)).containsExactly("b 1");
    List<ProductionPromptChanged> merged = during(() -> merge(alias, writer));
    assertThat(merged)
        .containsExactlyInAnyOrder(
            new ProductionPromptChanged(alias), new ProductionPromptChanged(writer));
    assertThat(served(writer)).containsExactly("a 1", "b 1");
    assertThat(served(alias)).containsExactly("a 1", "b 1");
    assertThat(send("POST", "/api/v1/prompts/b/versions", with(writer, "three"))).isEqualTo(201);
    assertThat(during(() -> label("b", "production", 2)))
        .containsExactly(new ProductionPromptChanged(writer));
    assertThat(
            during(() ->
                assertThat(send("DELETE", "/api/v1/agents/" + alias + "/merge", Map.of()))
                    .isEqualTo(200)))
        .hasSize(2);
    assertThat(served(writer)).containsExactly("a 1");
    assertThat(served(alias)).containsExactly("b 2");
  }

  private static Map<String, Object> with(AgentId agent, String content) {
    return Map.of("content", content, "agent", agent.toString());
  }

  private void merge(AgentId alias, AgentId into) {
    Map<String, Object> body = Map.of("into", into.toString(), "reason", "test");
    assertThat(send("POST", "/api/v1/agents/" + alias + "/merge", body)).isEqualTo(200);
  }

  @Test
  void whatIsServedAnnouncesItsChangesInsideTheirTransaction() {
    AgentId writer = agent("writer");
    ProductionPromptChanged ofWriter = new ProductionPromptChanged(writer);
    ProductionPromptChanged ofAll = new ProductionPromptChanged(null);
    assertThat(
            during(() -> {
              add("a", "writer", "one");
              add("a", "writer", "two");
              add("b", null, "three");
              label("a", "candidate", 1);
            }))
        .isEmpty();
    assertThat(during(() -> label("a", "production", 1))).containsExactly(ofWriter);
    assertThat(during(() -> label("a", "production", 1))).isEmpty();
    assertThat(during(() -> label("a", "production", 2))).containsExactly(ofWriter);
    assertThat(during(() -> label("b", "production", 1))).containsExactly(ofAll);
    assertThat(during(() -> remove("b"))).containsExactly(ofAll);
  }

  /// What was announced for the organization while something was done.
  private List<ProductionPromptChanged> during(Runnable work) {
    List<ProductionPromptChanged> announced = new CopyOnWriteArrayList<>();
    ApplicationListener<PayloadApplicationEvent<ProductionPromptChanged>> listener =
        new Announced(organization, announced);
    ApplicationEventMulticaster events = server.bean(ApplicationEventMulticaster.class);
    events.addApplicationListener(listener);
    try {
      work.run();
    } finally {
      events.removeApplicationListener(listener);
    }
    return announced;
  }

  private record Announced(OrganizationId organization, List<ProductionPromptChanged> announced)
      implements ApplicationListener<PayloadApplicationEvent<ProductionPromptChanged>> {

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<ProductionPromptChanged> event) {
      if (TransactionSynchronizationManager.isActualTransactionActive()
          && Tenant.current().equals(organization)) {
        announced.add(event.getPayload());
      }
    }
  }

  @Test
  void manyWhoAddAtOnceMakeOneVersionEach() {
    List<CompletableFuture<Integer>> sent =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() ->
                    send("POST", "/api/v1/prompts/a/versions", Map.of("content", "text " + i))))
            .toList();
    assertThat(sent).extracting(CompletableFuture::join).containsOnly(201);
    label("a", "production", 8);
    Map<String, Object> beyond = Map.of("version", 9, "reason", "test");
    assertThat(send("PUT", "/api/v1/prompts/a/labels/production", beyond)).isEqualTo(400);
  }

  @Test
  void theModelsOfAnAgentAreThoseThatWereSeenNewestFirst() {
    AgentId writer = agent("writer");
    AgentId alias = agent("old writer");
    AgentId other = agent("reader");
    Instant day = Instant.parse("2026-02-01T00:00:00Z");
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> {
                  server
                      .bean(Changes.class)
                      .seen(
                          organization,
                          List.of(
                              seen(writer, Changes.MODEL, "small", day),
                              seen(writer, Changes.MODEL, "large", day.plusSeconds(60)),
                              seen(writer, Changes.VERSION, "7", day.plusSeconds(90)),
                              seen(alias, Changes.MODEL, "older", day.minusSeconds(60)),
                              seen(alias, Changes.MODEL, "small", day.plusSeconds(99)),
                              seen(other, Changes.MODEL, "foreign", day)));
                  return true;
                }));
    Changes changes = server.bean(Changes.class);
    assertThat(read(() -> changes.models(writer, 10))).containsExactly("large", "small");
    assertThat(read(() -> changes.models(writer, 1))).containsExactly("large");
    merge(alias, writer);
    assertThat(read(() -> changes.models(alias, 10))).containsExactly("large", "small", "older");
  }

  private static Changes.Sighting seen(AgentId agent, String kind, String value, Instant at) {
    return new Changes.Sighting(agent, kind, "", value, at, null);
  }
}
