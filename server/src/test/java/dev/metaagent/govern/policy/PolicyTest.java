package dev.metaagent.govern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
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
  void theVersionChangesWithTheContentOnly() {
    JsonNode first = governed.json(agent);
    write(() -> server.bean(Policies.class).allChanged());
    governed.limit(Governed.name("another"), 3);
    Tenant.run(organization, () -> server.bean(StoredPolicies.class).reconcile());
    assertThat(governed.json(agent)).isEqualTo(first);

    governed.limit(agent, 7);
    JsonNode second = governed.json(agent);
    assertThat(second.get("limits").get("maxActions").asInt()).isEqualTo(7);
    assertThat(second.get("version").asLong()).isGreaterThan(first.get("version").asLong());
    assertThat(Instant.parse(second.get("issuedAt").asString()))
        .isAfter(Instant.parse(first.get("issuedAt").asString()));
    governed.limit(agent, 7);
    assertThat(governed.json(agent)).isEqualTo(second);
  }

  @Test
  void aChangeThatIsRolledBackReachesNobody() {
    JsonNode before = governed.json(agent);
    AgentId id = id(agent);
    assertThatThrownBy(() ->
            write(() -> {
              server
                  .bean(SettingsStore.class)
                  .setLimits(id, new PolicySettings.RunLimits(1, null, null, null, null));
              server.bean(Policies.class).changed(id);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(governed.json(agent)).isEqualTo(before);
  }

  @Test
  void rulesOfTheFleetComeFirstAndTheStricterStopCounts() {
    AgentId id = id(agent);
    Instant since = Instant.parse("2026-11-30T10:00:00Z");
    write(() -> {
      SettingsStore settings = server.bean(SettingsStore.class);
      settings.setToolRules(id, List.of(rule("own")));
      settings.setToolRules(null, List.of(rule("fleet")));
      settings.setStop(id, new PolicySettings.Stop(since, "own reason", "A", 0.5));
      settings.setStop(null, new PolicySettings.Stop(since, "fleet reason", "B", 0.25));
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
  void ofTwoChangesAtOnceNeitherIsLost() throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.add(Governed.name("busy"));
      id(names.getLast());
    }
    Instant since = Instant.parse("2026-11-30T10:00:00Z");
    CountDownLatch go = new CountDownLatch(1);
    List<Throwable> failed = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    threads.add(
        started(
            go,
            failed,
            () ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setStop(null, new PolicySettings.Stop(since, "all", "A", 0));
                  server.bean(Policies.class).allChanged();
                })));
    names.forEach(name -> threads.add(started(go, failed, () -> governed.limit(name, 5))));
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
    for (String name : names) {
      JsonNode policy = governed.json(name);
      assertThat(policy.get("stopped").get("reason").asString()).isEqualTo("all");
      assertThat(policy.get("limits").get("maxActions").asInt()).isEqualTo(5);
    }
  }

  private static Thread started(CountDownLatch go, List<Throwable> failed, Runnable work) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            go.await();
            work.run();
          } catch (InterruptedException | RuntimeException | AssertionError e) {
            synchronized (failed) {
              failed.add(e);
            }
          }
        });
  }

  @Test
  void aChangeThatWaitsForAnotherSeesIt() throws InterruptedException {
    AgentId id = id(agent);
    CountDownLatch composed = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setLimits(id, new PolicySettings.RunLimits(4, null, null, null, null));
                  server.bean(Policies.class).changed(id);
                  server.bean(ControlMessages.class).lock(PolicyCache.TOPIC);
                  composed.countDown();
                  try {
                    waits.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    composed.await();
    Thread second =
        Thread.ofVirtual()
            .start(() ->
                write(() -> {
                  server
                      .bean(SettingsStore.class)
                      .setStop(
                          null,
                          new PolicySettings.Stop(
                              Instant.parse("2026-11-30T10:00:00Z"), "all", "A", 0));
                  server.bean(Policies.class).allChanged();
                }));
    Eventually.get(this::waiting, count -> count > 0);
    waits.countDown();
    first.join();
    second.join();
    JsonNode policy = governed.json(agent);
    assertThat(policy.get("limits").get("maxActions").asInt()).isEqualTo(4);
    assertThat(policy.get("stopped").get("reason").asString()).isEqualTo("all");
  }

  private long waiting() {
    return JdbcClient.create(TestDatabase.dataSource())
        .sql("select count(*) from pg_locks where not granted")
        .query(Long.class)
        .single();
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
  void whenAgentsAreMergedTheVersionOfANameDoesNotFall() {
    String into = Governed.name("into");
    id(into);
    JsonNode before = governed.json(agent);
    HttpResponse<String> merged =
        governed.send(
            governed.admin(),
            "POST",
            "/api/v1/agents/" + id(agent) + "/merge",
            "{\"into\": \"" + id(into) + "\", \"reason\": \"one agent\"}");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    Tenant.run(organization, () -> server.bean(StoredPolicies.class).reconcile());
    JsonNode after =
        Eventually.get(
            () -> governed.json(agent),
            policy -> !policy.get("agent").get("id").equals(before.get("agent").get("id")));
    assertThat(after.get("agent").get("id")).isEqualTo(governed.json(into).get("agent").get("id"));
    assertThat(after.get("version").asLong()).isGreaterThan(before.get("version").asLong());
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

  @Test
  void whoHoldsWhichVersionIsListed() {
    UUID instance = UUID.randomUUID();
    AgentId id = id(agent);
    governed.get(
        governed.sdk(),
        Governed.path(agent),
        "MetaAgent-Instance",
        instance.toString(),
        "MetaAgent-Sdk",
        "python/1.0.0",
        "MetaAgent-Refused",
        "3");
    server.bean(PolicyHolders.class).flush();
    JsonNode holder = holders(id).get("items").get(0);
    assertThat(holder.get("instance").asString()).isEqualTo(instance.toString());
    assertThat(holder.get("sdk").asString()).isEqualTo("python/1.0.0");
    assertThat(holder.get("refused").asInt()).isEqualTo(3);
    assertThat(holder.get("current").asBoolean()).isTrue();

    governed.limit(agent, 2);
    assertThat(holders(id).get("items").get(0).get("current").asBoolean()).isFalse();
    long version = governed.json(agent).get("version").asLong();
    assertThat(
            governed
                .get(
                    governed.sdk(),
                    Governed.path(agent),
                    "If-None-Match",
                    "\"" + version + "\"",
                    "MetaAgent-Instance",
                    instance.toString())
                .statusCode())
        .isEqualTo(304);
    server.bean(PolicyHolders.class).flush();
    JsonNode now = holders(id).get("items").get(0);
    assertThat(now.get("version").asLong()).isEqualTo(version);
    assertThat(now.get("current").asBoolean()).isTrue();
    assertThat(now.get("sdk").asString()).isEqualTo("unknown");
  }

  private JsonNode holders(AgentId id) {
    return TestServer.json(governed.get(governed.viewer(), Governed.path(id + "") + "/holders"));
  }

  @Test
  void holdersAreReadInPages() {
    AgentId id = id(agent);
    for (int i = 0; i < 3; i++) {
      governed.get(
          governed.sdk(), Governed.path(agent), "MetaAgent-Instance", UUID.randomUUID().toString());
    }
    server.bean(PolicyHolders.class).flush();
    String path = Governed.path(id.toString()) + "/holders?limit=2";
    JsonNode first = TestServer.json(governed.get(governed.viewer(), path));
    assertThat(first.get("items").size()).isEqualTo(2);
    JsonNode second =
        TestServer.json(
            governed.get(
                governed.viewer(), path + "&cursor=" + first.get("nextCursor").asString()));
    assertThat(second.get("items").size()).isEqualTo(1);
    assertThat(second.get("nextCursor").isNull()).isTrue();
    Governed other = new Governed();
    assertThat(other.get(other.viewer(), path).statusCode()).isEqualTo(404);
    OrganizationId stranger = TestKeys.organization(server);
    assertThat(
            Tenant.call(stranger, () -> server.bean(PolicyHolders.class).of(id, 1, null, null))
                .items())
        .isEmpty();
  }
}
