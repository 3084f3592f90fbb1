package dev.metaagent.registry.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class PromptsTest extends PromptCalls {

  @Test
  void aPromptBeginsWithAVersionThatSaysEverythingItWasGiven() {
    Who developer = developer();
    JsonNode made =
        answered(
            send(
                developer,
                "POST",
                PROMPTS,
                """
                {"name": "answer", "agent": "Email Writer", "content": "Dear {{ customer }}, {{order.id}} {{customer}} {{1no}}",
                "model": "claude-sonnet-4-5", "parameters": {"temperature": 0.2, "stop": ["x", null]},
                "tools": [{"name": "find"}], "reason": "first draft"}
                """),
            201);
    assertThat(made).isEqualTo(get(developer, PROMPTS + "/answer"));
    assertThat(made.at("/agent/name").asString()).isEqualTo("Email Writer");
    assertThat(made.get("labels").isEmpty()).isTrue();
    assertThat(made.get("nextCursor").isNull()).isTrue();
    JsonNode version = made.at("/versions/0");
    assertThat(version.get("version").asInt()).isEqualTo(1);
    assertThat(version.get("content").asString()).startsWith("Dear {{ customer }}");
    assertThat(texts(version.get("variables"))).containsExactly("customer", "order.id");
    assertThat(version.get("model").asString()).isEqualTo("claude-sonnet-4-5");
    assertThat(version.get("parameters").toString())
        .isIn(
            "{\"stop\":[\"x\",null],\"temperature\":0.2}",
            "{\"temperature\":0.2,\"stop\":[\"x\",null]}");
    assertThat(version.get("tools").toString()).isEqualTo("[{\"name\":\"find\"}]");
    assertThat(version.get("reason").asString()).isEqualTo("first draft");
    assertThat(version.get("parent").isNull()).isTrue();
    assertThat(version.get("createdBy").asString()).isNotBlank();
    assertThat(version.get("contentHash").asString()).matches("[0-9a-f]{64}");
    assertThat(get(admin, "/api/v1/agents/Email%20Writer").get("id"))
        .isEqualTo(made.at("/agent/id"));
  }

  @Test
  void aNameIsTakenOnce() {
    answered(send(admin, "POST", PROMPTS, Map.of("name", "a", "content", "x")), 201);
    answered(send(admin, "POST", PROMPTS, Map.of("name", " a ", "content", "y")), 409);
    assertThat(versions(get(admin, PROMPTS + "/a"))).containsExactly(1);
  }

  @Test
  void versionsFollowEachOtherAndANameThatIsNewBeginsWithOne() {
    assertThat(answered(add(admin, "a", Map.of("content", "one")), 201).get("version").asInt())
        .isEqualTo(1);
    JsonNode second = answered(add(admin, "a", Map.of("content", "two", "parent", 1)), 201);
    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(second.get("parent").asInt()).isEqualTo(1);
    answered(add(admin, "a", Map.of("content", "three", "parent", 3)), 400);
    answered(add(admin, "b", Map.of("content", "one", "parent", 1)), 400);
    JsonNode list = get(admin, PROMPTS);
    assertThat(list.get("items")).hasSize(1);
    assertThat(list.at("/items/0/latestVersion").asInt()).isEqualTo(2);
    assertThat(list.at("/items/0/versionCount").asInt()).isEqualTo(2);
    assertThat(list.at("/items/0").has("versions")).isFalse();
  }

  @Test
  void theSameAgainIsTheNewestVersionAndAnythingElseIsANewOne() {
    String first =
        "{\"content\": \"x\", \"parameters\": {\"a\": 1, \"b\": 2.50}, \"tools\": [1, 2]}";
    String again =
        "{\"content\": \"x\", \"parameters\": {\"b\": 2.5, \"a\": 1.0}, \"tools\": [1, 2]}";
    answered(add(admin, "a", first), 201);
    JsonNode same = answered(add(admin, "a", again), 200);
    assertThat(same.get("version").asInt()).isEqualTo(1);
    assertThat(versions(get(admin, PROMPTS + "/a"))).containsExactly(1);
    answered(add(admin, "a", first.replace("[1, 2]", "[2, 1]")), 201);
    answered(add(admin, "a", first), 201);
    answered(add(admin, "a", first.replace("\"x\"", "\"x\", \"model\": \"m\"")), 201);
    answered(add(admin, "a", first.replace("\"x\"", "\"x\", \"variables\": [\"v\"]")), 201);
    answered(add(admin, "a", first.replace("2.50", "2.51")), 201);
    assertThat(versions(get(admin, PROMPTS + "/a"))).containsExactly(6, 5, 4, 3, 2, 1);
  }

  @Test
  void aViewerSeesPromptsWithoutTheirTextsAndChangesNothing() {
    String body =
        """
        {"content": "secret text", "model": "m", "parameters": {"hidden": 1}, "tools": ["hidden"]}
        """;
    answered(add(admin, "a", body), 201);
    HttpResponse<String> seen = send(viewer, "GET", PROMPTS + "/a", null);
    JsonNode version = answered(seen, 200).at("/versions/0");
    assertThat(seen.body()).doesNotContain("secret text").doesNotContain("hidden");
    assertThat(version.get("content").isNull()).isTrue();
    assertThat(version.get("model").asString()).isEqualTo("m");
    assertThat(version.get("contentHash").asString()).hasSize(64);
    assertThat(get(viewer, PROMPTS).get("items")).hasSize(1);
    answered(add(viewer, "a", Map.of("content", "y")), 403);
    answered(send(viewer, "POST", PROMPTS, Map.of("name", "b", "content", "y")), 403);
    answered(label(viewer, "a", "candidate", Map.of("version", 1, "reason", "x")), 403);
    for (KeyScope scope : List.of(KeyScope.AGENT, KeyScope.INGEST)) {
      answered(send(key(organization, scope), "GET", PROMPTS + "/a", null), 403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E-Mails/für Kunden/Begrüßung",
        "a\\b",
        "a//b",
        "%2F",
        "a;b=c",
        "{x}|y?#&",
        "a+b",
        "..a",
        "a/../b",
        "..."
      })
  void anyNameOpensUnderItsEncodedForm(String name) {
    answered(send(admin, "POST", PROMPTS, Map.of("name", name, "content", "one")), 201);
    JsonNode version = answered(add(admin, name, Map.of("content", "two")), 201);
    assertThat(version.get("version").asInt()).isEqualTo(2);
    answered(label(admin, name, "production", Map.of("version", 2, "reason", "x")), 200);
    assertThat(get(admin, PROMPTS + "/" + encoded(name)).get("name").asString()).isEqualTo(name);
    String gone = PROMPTS + "/" + encoded(name) + "/labels/production?reason=x";
    assertThat(send(admin, "DELETE", gone, null).statusCode()).isEqualTo(204);
  }

  @Test
  void anotherOrganizationSeesNothing() {
    answered(add(admin, "a", Map.of("content", "one", "agent", "writer")), 201);
    answered(label(admin, "a", "candidate", Map.of("version", 1, "reason", "x")), 200);
    Who stranger = key(TestKeys.organization(server), KeyScope.ADMIN);
    assertThat(get(stranger, PROMPTS).get("items")).isEmpty();
    answered(send(stranger, "GET", PROMPTS + "/a", null), 404);
    answered(label(stranger, "a", "candidate", Map.of("version", 1, "reason", "x")), 404);
    answered(send(stranger, "DELETE", PROMPTS + "/a/labels/candidate?reason=x", null), 404);
    assertThat(answered(add(stranger, "a", Map.of("content", "other")), 201).get("version").asInt())
        .isEqualTo(1);
    assertThat(versions(get(admin, PROMPTS + "/a"))).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "content       | {}",
        "content       | {\"content\": \"  \"}",
        "content       | {\"content\": \"a\\u0000b\"}",
        "variables[1]  | {\"content\": \"x\", \"variables\": [\"a\", \"1b\"]}",
        "variables[0]  | {\"content\": \"x\", \"variables\": [null]}",
        "parameters    | {\"content\": \"x\", \"parameters\": [1]}",
        "parameters    | {\"content\": \"x\", \"parameters\": {\"a\": [\"\\ud800\"]}}",
        "parameters    | {\"content\": \"x\", \"parameters\": {\"a\\u0000\": 1}}",
        "parameters    | {\"content\": \"x\", \"parameters\": {\"a\": 1e999}}",
        "tools         | {\"content\": \"x\", \"tools\": {\"a\": 1}}",
        "tools         | {\"content\": \"x\", \"tools\": \"a\"}",
        "agent         | {\"content\": \"x\", \"agent\": \" \"}",
        "parent        | {\"content\": \"x\", \"parent\": \"first\"}",
      })
  void aWrongBodyNamesItsField(String field, String body) {
    refused(add(admin, "a", body), field);
    answered(send(admin, "GET", PROMPTS + "/a", null), 404);
  }

  @Test
  void whatIsTooLongNamesItsField() {
    String most = "ü".repeat(200_000);
    assertThat(answered(add(admin, "a", Map.of("content", most)), 201).get("content").asString())
        .isEqualTo(most);
    refused(add(admin, "a", Map.of("content", "x" + most)), "content");
    refused(add(admin, "a", with("model", "m".repeat(201))), "model");
    refused(add(admin, "a", with("reason", "r".repeat(501))), "reason");
    refused(add(admin, "a", with("parameters", Map.of("a", "b".repeat(20_000)))), "parameters");
    answered(add(admin, "a", with("tools", List.of("b".repeat(20_000)))), 201);
    refused(add(admin, "a", with("tools", List.of("b".repeat(100_000)))), "tools");
    answered(add(admin, "n".repeat(200), Map.of("content", "x")), 201);
    refused(add(admin, "n".repeat(201), Map.of("content", "x")), "name");
    refused(send(admin, "POST", PROMPTS, Map.of("content", "x")), "name");
    refused(send(admin, "POST", PROMPTS, Map.of("content", "x", "name", "..")), "name");
    refused(send(admin, "POST", PROMPTS, Map.of("content", "x", "name", "a\nb")), "name");
    refused(
        send(admin, "POST", PROMPTS, Map.of("content", "x", "name", "for jane@example.org")),
        "name");
  }

  private static Map<String, Object> with(String field, Object value) {
    return Map.of("content", "x", field, value);
  }

  @Test
  void listsHavePagesAndAreNarrowedToAnAgent() {
    for (String name : List.of("b/ü", "A", "c", "a")) {
      answered(
          add(admin, name, name.equals("c") ? with("agent", "writer") : with("model", "m")), 201);
    }
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(viewer, PROMPTS + "?limit=1" + cursor);
      assertThat(page.get("items")).hasSize(1);
      names.add(page.at("/items/0/name").asString());
      cursor =
          page.get("nextCursor").isNull()
              ? ""
              : "&cursor=" + encoded(page.get("nextCursor").asString());
    } while (!cursor.isEmpty());
    assertThat(names).containsExactlyInAnyOrder("a", "A", "b/ü", "c").endsWith("b/ü", "c");
    JsonNode ofAgent = get(viewer, PROMPTS + "?agent=writer");
    assertThat(ofAgent.get("items")).hasSize(1);
    assertThat(ofAgent.at("/items/0/name").asString()).isEqualTo("c");
    String id = ofAgent.at("/items/0/agent/id").asString();
    assertThat(get(viewer, PROMPTS + "?agent=" + id)).isEqualTo(ofAgent);
    assertThat(get(viewer, PROMPTS + "?agent=nobody").get("items")).isEmpty();
    refused(send(viewer, "GET", PROMPTS + "?limit=501", null), "limit");
    refused(send(viewer, "GET", PROMPTS + "?cursor=%3F", null), "cursor");
    refused(send(viewer, "GET", PROMPTS + "?cursor=AA", null), "cursor");
  }

  @Test
  void versionsHavePagesWhichEndEarlyWhereTextsAreLong() {
    for (int i = 1; i <= 12; i++) {
      answered(add(admin, "long", Map.of("content", i + "x".repeat(199_000))), 201);
    }
    JsonNode first = get(admin, PROMPTS + "/long?limit=200");
    assertThat(versions(first)).containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3);
    JsonNode rest =
        get(admin, PROMPTS + "/long?limit=200&cursor=" + first.get("nextCursor").asString());
    assertThat(versions(rest)).containsExactly(2, 1);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(rest.get("latestVersion").asInt()).isEqualTo(12);
    assertThat(versions(get(admin, PROMPTS + "/long?limit=2"))).containsExactly(12, 11);
    refused(send(admin, "GET", PROMPTS + "/long?cursor=x", null), "cursor");
    refused(send(admin, "GET", PROMPTS + "/long?limit=0", null), "limit");
  }

  @Test
  void thereIsAnEndToPromptsVersionsAndLabels() {
    answered(add(admin, "a", Map.of("content", "one")), 201);
    for (int i = 0; i < 50; i++) {
      answered(label(admin, "a", "label-" + i, Map.of("version", 1, "reason", "x")), 200);
    }
    answered(label(admin, "a", "label-50", Map.of("version", 1, "reason", "x")), 409);
    answered(label(admin, "a", "label-49", Map.of("version", 1, "reason", "x")), 200);
    sql(
        """
        insert into agent_prompts (organization_id, name, version, content, content_hash, created_by, created_at)
        select organization_id, name, 9999, 'x', 'x', 'test', now() from prompt_names
        where organization_id = :organization
        """);
    answered(add(admin, "a", Map.of("content", "last")), 201);
    answered(add(admin, "a", Map.of("content", "beyond")), 409);
    answered(add(admin, "a", Map.of("content", "last")), 200);
    sql(
        """
        insert into prompt_names (organization_id, name, created_by, created_at)
        select :organization, 'prompt ' || i, 'test', now() from generate_series(1, 998) i
        """);
    answered(add(admin, "last", Map.of("content", "one")), 201);
    answered(add(admin, "beyond", Map.of("content", "one")), 409);
    answered(send(admin, "POST", PROMPTS, Map.of("name", "beyond", "content", "one")), 409);
    answered(add(admin, "last", Map.of("content", "two")), 201);
  }

  private void sql(String statement) {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() ->
                    jdbc.sql(statement).param("organization", organization.value()).update()));
  }

  @Test
  void aPromptStaysWithItsAgent() {
    answered(add(admin, "a", Map.of("content", "one", "agent", "writer")), 201);
    answered(add(admin, "a", Map.of("content", "two", "agent", "Writer")), 201);
    answered(add(admin, "a", Map.of("content", "three", "agent", "reader")), 409);
    answered(add(admin, "fleet", Map.of("content", "one")), 201);
    answered(add(admin, "fleet", Map.of("content", "two", "agent", "writer")), 409);
    assertThat(send(admin, "GET", "/api/v1/agents/reader", null).statusCode()).isEqualTo(404);
    String unknown = UUID.randomUUID().toString();
    answered(add(admin, "b", Map.of("content", "one", "agent", unknown)), 404);
  }

  @Test
  void theJournalSaysWhatWasDoneAndNotWhatThePromptSays() {
    answered(
        add(admin, "a", Map.of("content", "one text", "reason", "asked by jane@example.org")), 201);
    answered(add(admin, "a", Map.of("content", "one text")), 200);
    answered(add(admin, "a", Map.of("content", "two text", "parent", 1)), 201);
    Map<String, Object> first = Map.of("version", 1, "reason", "go");
    answered(label(admin, "a", "production", first), 200);
    answered(label(admin, "a", "production", first), 200);
    send(admin, "DELETE", PROMPTS + "/a/labels/production?reason=back", null);
    HttpResponse<String> journal = send(admin, "GET", "/api/v1/audit", null);
    assertThat(journal.body()).doesNotContain("one text").doesNotContain("jane@example.org");
    List<JsonNode> entries = new ArrayList<>();
    answered(journal, 200).get("items").forEach(entries::add);
    assertThat(entries)
        .filteredOn(entry -> entry.get("subject").asString().equals("prompt a"))
        .extracting(entry -> entry.get("action").asString())
        .containsExactly("prompt.label", "prompt.label", "prompt.version", "prompt.create");
    assertThat(entries.getFirst().get("details").asString())
        .isEqualTo("{\"label\":\"production\",\"from\":1,\"to\":null}");
    assertThat(entries.getFirst().get("reason").asString()).isEqualTo("back");
    assertThat(get(admin, PROMPTS + "/a").at("/versions/1/reason").asString())
        .contains("asked by")
        .doesNotContain("jane@example.org");
  }
}
