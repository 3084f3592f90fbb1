package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.events.ControlMessages;
import dev.metaagent.govern.Policies;
import dev.metaagent.govern.settings.PolicySettings;
import dev.metaagent.govern.settings.SettingsStore;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.llm.OwnPrices;
import dev.metaagent.llm.PriceTier;
import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.document.Policy;
import dev.metaagent.registry.Changes;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestServer;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PolicyTest {

  private final Governed governed = new Governed();
  private final TestServer server = governed.server();
  private final OrganizationId organization = governed.organization();
  private final String agent = Governed.name("Support Bot");

  private void write(Runnable work) {
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> {
                  work.run();
                  return true;
                }));
  }

  private AgentId id(String name) {
    return AgentId.parse(governed.json(name).get("agent").get("id").asString());
  }

  @Test
  void anSdkTakesTheDocumentAfterItsOwnChecks() {
    Policy policy = governed.taken(agent);
    assertThat(policy.agentName()).isEqualTo(agent);
    assertThat(policy.agentId()).isNotNull();
    assertThat(policy.version()).isPositive();
    assertThat(policy.freshness().maxAgeSeconds()).isEqualTo(3600);
    assertThat(policy.freshness().afterMaxAge()).isEqualTo(FailMode.OPEN);
    assertThat(policy.limits().isEmpty()).isTrue();
    assertThat(policy.stopped()).isNull();
    assertThat(governed.json(agent).get("tools").isEmpty()).isTrue();
    for (String list : List.of("routing", "breakers", "budgets", "experiments", "learnings")) {
      assertThat(governed.json(agent).get(list).isArray()).as(list).isTrue();
    }
  }

  @Test
  void anAnswerMayBeKeptByTheCallerAndAskedAboutAgain() {
    HttpResponse<String> answer = governed.policy(agent);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isEqualTo("\"" + TestServer.json(answer).get("version").asLong() + "\"");
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
    assertThat(answer.headers().firstValue("Date")).isPresent();
    for (String asked : List.of(tag, "W/" + tag, "\"1x\", " + tag, "*")) {
      HttpResponse<String> again =
          governed.get(governed.sdk(), Governed.path(agent), "If-None-Match", asked);
      assertThat(again.statusCode()).as(asked).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).contains(tag);
    }
    assertThat(
            governed
                .get(governed.sdk(), Governed.path(agent), "If-None-Match", "\"0\"")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void rulesOfTheFleetComeFirstAndTheStricterStopCounts() {
    AgentId id = id(agent);
    Instant since = Instant.parse("2026-11-30T10:00:00Z");
    write(() -> {
      SettingsStore settings = server.bean(SettingsStore.class);
      settings.setToolRules(id, List.of(rule("own")));
      settings.setToolRules(null, List.of(rule("fleet")));
      settings.setStop(id, new PolicySettings.Stop(since, "own reason", "A", 0.5, null));
      settings.setStop(null, new PolicySettings.Stop(since, "fleet reason", "B", 0.25, null));
      settings.setLimits(id, new PolicySettings.RunLimits(null, 30.0, null, null, null));
      settings.setLimits(
          null, new PolicySettings.RunLimits(9, 60.0, new BigDecimal("0.500"), 120, "closed"));
      server.bean(Policies.class).allChanged();
    });
    Policy policy = governed.taken(agent);
    JsonNode rules = governed.json(agent).get("tools");
    assertThat(rules.get(0).get("id").asString()).isEqualTo("fleet");
    assertThat(rules.get(1).get("id").asString()).isEqualTo("own");
    assertThat(policy.stopped()).isNotNull();
    assertThat(policy.stopped().share()).isEqualTo(0.25);
    assertThat(policy.stopped().reason()).isEqualTo("fleet reason");
    assertThat(policy.limits().maxActions()).isEqualTo(9);
    assertThat(policy.limits().maxSeconds()).isEqualTo(30);
    assertThat(governed.json(agent).get("limits").get("maxCostUsd").asString()).isEqualTo("0.5");
    assertThat(policy.freshness().maxAgeSeconds()).isEqualTo(120);
    assertThat(policy.freshness().afterMaxAge()).isEqualTo(FailMode.CLOSED);
  }

  private static Map<String, Object> rule(String id) {
    return Map.of("id", id, "tool", "*", "effect", "deny", "reason", "a test");
  }

  @Test
  void theNameThatWasAskedForStandsInTheDocument() {
    AgentId id = id(agent);
    String spelt = agent.toUpperCase(Locale.ROOT).replace('-', '_');
    Policy other = governed.taken(spelt);
    assertThat(other.agentName()).isEqualTo(spelt);
    assertThat(other.agentId()).isEqualTo(id.toString());
    JsonNode byId = governed.json(id.toString());
    assertThat(byId.get("agent").get("name").asString()).isEqualTo(agent);
    assertThat(governed.taken("team/" + agent).agentName()).isEqualTo("team/" + agent);
  }

  @Test
  void anAgentNotSeenYetIsRegisteredByAnSdkAndByNobodyElse() {
    JsonNode unseen = TestServer.json(governed.get(governed.admin(), Governed.path(agent)));
    assertThat(unseen.get("agent").get("id").isNull()).isTrue();
    assertThat(unseen.get("agent").get("name").asString()).isEqualTo(agent);
    assertThat(governed.get(governed.viewer(), "/api/v1/agents").body()).doesNotContain(agent);

    JsonNode registered = governed.json(agent);
    assertThat(registered.get("agent").get("id").isNull()).isFalse();
    assertThat(registered.get("version").asLong()).isGreaterThan(unseen.get("version").asLong());
    assertThat(
            governed.get(governed.sdk(), Governed.path(UUID.randomUUID().toString())).statusCode())
        .isEqualTo(404);
    assertThat(governed.get(governed.sdk(), Governed.path(" ")).statusCode()).isEqualTo(400);
    assertThat(governed.get(governed.sdk(), Governed.path("a".repeat(501))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aKeyThatIsBoundToAgentsReadsThoseOnly() {
    AgentId other = id(Governed.name("other"));
    String bound = governed.boundTo(agent);
    String unseen = Governed.name("unseen");
    assertThat(governed.get(bound, Governed.path(agent)).statusCode()).isEqualTo(200);
    assertThat(governed.get(bound, Governed.path(id(agent).toString())).statusCode())
        .isEqualTo(200);
    assertThat(
            governed
                .get(bound, Governed.path(agent.replace('-', '.').replace(' ', '_')))
                .statusCode())
        .isEqualTo(200);
    assertThat(governed.get(bound, Governed.path(other.toString())).statusCode()).isEqualTo(403);
    assertThat(governed.get(bound, Governed.path(unseen)).statusCode()).isEqualTo(403);
    assertThat(governed.get(governed.viewer(), "/api/v1/agents").body()).doesNotContain(unseen);
  }

  @Test
  void anotherOrganizationSeesNothingOfIt() {
    governed.limit(agent, 3);
    AgentId id = id(agent);
    Governed stranger = new Governed();
    assertThat(stranger.get(stranger.sdk(), Governed.path(id.toString())).statusCode())
        .isEqualTo(404);
    JsonNode theirs = stranger.json(agent);
    assertThat(theirs.get("limits").get("maxActions").isNull()).isTrue();
    assertThat(theirs.get("signature").get("keyId"))
        .isNotEqualTo(governed.json(agent).get("signature").get("keyId"));
  }

  @Test
  void theOtherNodeServesIt() {
    governed.limit(agent, 3);
    AgentId id = id(agent);
    PolicyCache other = TestServer.local().bean(PolicyCache.class);
    StoredPolicy here = server.bean(PolicyCache.class).find(organization, new PolicyKey(id));
    StoredPolicy there =
        Eventually.get(() -> other.find(organization, new PolicyKey(id)), found -> found != null);
    assertThat(there).isEqualTo(here);
    governed.limit(agent, 4);
    StoredPolicy newer =
        Eventually.get(
            () -> other.find(organization, new PolicyKey(id)),
            found -> found != null && !found.equals(there));
    assertThat(newer).isNotNull();
    assertThat(newer.content()).contains("\"maxActions\":4");
  }

  @Test
  void thePromptInProductionAndThePriceOfItsModelAreInThePolicy() {
    governed.policy(agent);
    long before = governed.json(agent).get("version").asLong();
    command(
        "POST",
        "/api/v1/prompts",
        "{\"name\": \"greeting\", \"agent\": \""
            + agent
            + "\", \"content\": \"Hello {{who}}\", \"model\": \"own-model\","
            + " \"parameters\": {\"temperature\": 0.1, \"seed\": 12345678901234567}}");
    assertThat(governed.json(agent).get("version").asLong()).isEqualTo(before);
    command(
        "PUT",
        "/api/v1/prompts/greeting/labels/production",
        "{\"version\": 1, \"reason\": \"first\"}");
    Policy policy = governed.taken(agent);
    assertThat(policy.prompts())
        .singleElement()
        .satisfies(prompt -> {
          assertThat(prompt.name()).isEqualTo("greeting");
          assertThat(prompt.content()).isEqualTo("Hello {{who}}");
          assertThat(prompt.variables()).containsExactly("who");
          assertThat(prompt.parameters().get("temperature")).isEqualTo(0.1);
        });
    assertThat(policy.prices()).isEmpty();

    Tenant.run(
        organization,
        () ->
            server
                .bean(OwnPrices.class)
                .set(
                    "own-model",
                    List.of(
                        new PriceTier(
                            0,
                            new BigDecimal("2.50"),
                            BigDecimal.TEN,
                            new BigDecimal("0.25"),
                            null,
                            null,
                            null)),
                    null,
                    "test"));
    Tenant.run(organization, () -> server.bean(StoredPolicies.class).reconcile());
    JsonNode price = governed.json(agent).get("prices").get(0);
    assertThat(price.get("model").asString()).isEqualTo("own-model");
    assertThat(price.get("input").asString()).isEqualTo("2.5");
    assertThat(price.get("output").asString()).isEqualTo("10");
    assertThat(price.get("cacheRead").asString()).isEqualTo("0.25");
    assertThat(price.get("cacheWrite").isNull()).isTrue();
    governed.taken(agent);
  }

  @Test
  void composingManyTogetherGivesWhatComposingEachGives() {
    for (int i = 0; i < 6; i++) {
      governed.policy(Governed.name("one of many"));
    }
    governed.policy(agent);
    AgentId id = id(agent);
    for (String owner : List.of("", ", \"agent\": \"" + agent + "\"")) {
      String prompt = "prompt" + owner.length();
      command(
          "POST",
          "/api/v1/prompts",
          "{\"name\": \"" + prompt + "\", \"content\": \"x\"" + owner + "}");
      command(
          "PUT",
          "/api/v1/prompts/" + prompt + "/labels/production",
          "{\"version\": 1, \"reason\": \"x\"}");
    }
    Instant now = Instant.parse("2026-11-30T10:00:00Z");
    server
        .bean(SystemTransactions.class)
        .call(() -> {
          server
              .bean(Changes.class)
              .seen(
                  organization,
                  List.of(new Changes.Sighting(id, Changes.MODEL, "", "gpt-4o", now, null)));
          return true;
        });
    PolicyComposer composer = server.bean(PolicyComposer.class);
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .read(() -> {
                  List<PolicyKey> keys =
                      server.bean(ControlMessages.class).after(PolicyCache.TOPIC, 0).stream()
                          .map(message -> PolicyKey.parse(message.key()))
                          .toList();
                  assertThat(keys).hasSizeGreaterThan(6);
                  Map<PolicyKey, String> together = composer.contents(keys);
                  keys.forEach(key ->
                      assertThat(composer.contents(List.of(key)).get(key))
                          .isEqualTo(together.get(key)));
                  assertThat(together.get(new PolicyKey(id)))
                      .contains("gpt-4o")
                      .contains("\"prompt0\"");
                  return true;
                }));
    assertThat(governed.taken(agent).prompts()).hasSize(2);
  }

  private void command(String method, String path, String body) {
    HttpResponse<String> answer = governed.send(governed.admin(), method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }
}
