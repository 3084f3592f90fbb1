package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.members.Members;
import dev.metaagent.access.sessions.SignIn;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.TestIssuer;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/// Checks the table of endpoints: each of them with a key of each scope, a session and a JWT of
/// each role, without a credential, and as another organization.
class EndpointsTest {

  private static final String ID = "00000000-0000-4000-8000-000000000000";

  private final TestServer server = TestServer.remote();
  private final Endpoints endpoints = server.bean(Endpoints.class);

  @Test
  void everyEndpointOfTheServerIsInTheTable() {
    Set<String> missing = served();
    missing.removeAll(listed());
    assertThat(missing).isEmpty();
  }

  @Test
  void theTableListsNothingThatTheServerDoesNotServe() {
    Set<String> stale = listed();
    stale.removeAll(served());
    stale.removeIf(row -> row.contains("/health") || row.contains("/api/swagger-ui"));
    assertThat(stale).isEmpty();
  }

  private Set<String> listed() {
    Set<String> listed = new TreeSet<>();
    endpoints.all().forEach(row -> listed.add(row.method() + " " + plain(row.pattern())));
    return listed;
  }

  private Set<String> served() {
    Set<String> served = new TreeSet<>();
    for (RequestMappingInfoHandlerMapping handlers :
        server.beans(RequestMappingInfoHandlerMapping.class)) {
      handlers
          .getHandlerMethods()
          .forEach((mapping, handler) -> {
            if (!ErrorController.class.isAssignableFrom(handler.getBeanType())) {
              served.addAll(endpoints(mapping));
            }
          });
    }
    return served;
  }

  private static Set<String> endpoints(RequestMappingInfo mapping) {
    Set<String> endpoints = new TreeSet<>();
    Set<String> methods = new TreeSet<>();
    mapping.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
    if (methods.isEmpty()) {
      methods.add("GET");
    }
    if (methods.contains("GET")) {
      methods.remove("HEAD");
    }
    for (String pattern : mapping.getPatternValues()) {
      for (String method : methods) {
        endpoints.add(method + " " + plain(pattern));
      }
    }
    return endpoints;
  }

  private static String plain(String pattern) {
    return pattern.replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void everyEndpointLetsInExactlyTheRolesOfTheTable() {
    List<Holder> holders = holders(TestKeys.organization(server));
    SoftAssertions softly = new SoftAssertions();
    for (Endpoint row : endpoints.all()) {
      Role needed = row.role();
      if (needed == null) {
        continue;
      }
      softly.assertThat(status(row, null)).as("%s without a credential", row).isEqualTo(401);
      softly
          .assertThat(send(row, "Authorization", "Bearer lsv2_pt_0123456789").statusCode())
          .as("%s with a credential of another product", row)
          .isEqualTo(401);
      for (Holder holder : holders) {
        int status = status(row, holder);
        if (holder.session() && row.kind() == Endpoint.Kind.OTLP) {
          softly.assertThat(status).as("%s as %s: no cookie", row, holder).isEqualTo(401);
        } else if (row.lets(holder.role())) {
          softly.assertThat(status).as("%s as %s", row, holder).isNotIn(401, 403, 500);
        } else {
          softly.assertThat(status).as("%s as %s", row, holder).isEqualTo(403);
        }
      }
    }
    softly.assertAll();
  }

  /// Somebody who may call, with the header that says so.
  private record Holder(String what, Role role, String header, String value) {
    boolean session() {
      return header.equals("Cookie");
    }

    @Override
    public String toString() {
      return what + " with the role " + role;
    }
  }

  /// A key of each scope, and a session and a JWT of each role.
  private List<Holder> holders(OrganizationId organization) {
    List<Holder> holders = new ArrayList<>();
    for (KeyScope scope : KeyScope.values()) {
      String key = TestKeys.key(server, organization, scope);
      holders.add(new Holder("a key", scope.role(), "Authorization", "Bearer " + key));
    }
    for (Role role : List.of(Role.ADMIN, Role.DEVELOPER, Role.VIEWER)) {
      holders.add(new Holder("a session", role, "Cookie", session(organization, role)));
      String jwt =
          TestIssuer.es256(
              TestIssuer.claims(organization, UUID.randomUUID().toString(), email())
                  .claim(
                      "app_metadata",
                      Map.of("organization_id", organization.toString(), "role", role.wire()))
                  .build());
      holders.add(new Holder("a JWT", role, "Authorization", "Bearer " + jwt));
    }
    return holders;
  }

  private static String email() {
    return UUID.randomUUID() + "@example.org";
  }

  private String session(OrganizationId organization, Role role) {
    Members.Invited invited =
        Tenant.call(
            organization,
            () -> server.bean(Members.class).invite(email(), "x", role, null, "test"));
    SignIn.Started started =
        server
            .bean(SignIn.class)
            .withLink(invited.link().token().reveal(), "a sentence as a password", "192.0.2.9");
    return "metaagent-session-" + server.port() + "=" + started.token().reveal();
  }

  private int status(Endpoint row, @Nullable Holder holder) {
    return send(row, holder == null ? null : holder.header(), holder == null ? "" : holder.value())
        .statusCode();
  }

  private HttpResponse<String> send(Endpoint row, @Nullable String header, String value) {
    String path = row.pattern().replaceAll("\\{[^}]*}", ID).replace("/**", "/x");
    HttpRequest.Builder request = server.request(path);
    if (header != null) {
      request.header(header, value);
    }
    if (List.of("POST", "PUT", "PATCH").contains(row.method())) {
      request
          .header("Content-Type", "application/json")
          .method(row.method(), HttpRequest.BodyPublishers.ofString("{}"));
    } else {
      request.method(row.method(), HttpRequest.BodyPublishers.noBody());
    }
    return server.send(request);
  }

  @Test
  void whatIsOpenToEverybodyAsksForNothing() {
    for (Endpoint row : endpoints.all()) {
      if (row.role() == null && row.kind() == Endpoint.Kind.API) {
        assertThat(status(row, null)).as("%s", row).isIn(200, 204, 400);
      }
    }
  }

  @Test
  void whatIsOfAnotherOrganizationDoesNotExist() {
    OrganizationId mine = TestKeys.organization(server);
    String owner = "Bearer " + TestKeys.key(server, mine, KeyScope.ADMIN);
    String stranger =
        "Bearer " + TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN);
    Map<String, String> things = things(owner);
    SoftAssertions softly = new SoftAssertions();
    int checked = 0;
    for (Endpoint row : endpoints.all()) {
      String id = things.get(row.pattern().split("\\{", 2)[0]);
      if (id == null || !row.pattern().contains("{")) {
        continue;
      }
      checked++;
      Endpoint one =
          new Endpoint(
              row.method(),
              filled(row.pattern(), id, String.valueOf(things.get("span"))),
              row.role(),
              row.kind());
      HttpResponse<String> seen = send(one, "Authorization", stranger);
      softly.assertThat(seen.statusCode()).as("%s as a stranger", one).isIn(400, 404);
      softly.assertThat(seen.body()).as("%s as a stranger", one).doesNotContain("mine only");
      if (row.method().equals("GET")) {
        softly.assertThat(seen.statusCode()).as("%s as a stranger", one).isEqualTo(404);
        softly
            .assertThat(send(one, "Authorization", owner).statusCode())
            .as("%s as its owner", one)
            .isIn(200, 400); // 400: parameters that it needs
      }
    }
    for (Endpoint row : endpoints.all()) {
      if (row.method().equals("GET")
          && row.kind() == Endpoint.Kind.API
          && !row.pattern().contains("{")) {
        softly
            .assertThat(send(row, "Authorization", stranger).body())
            .as("%s as a stranger", row)
            .doesNotContain("mine only");
      }
    }
    softly.assertAll();
    assertThat(checked).isGreaterThan(15);
  }

  /// One thing of each kind that belongs to the holder of a key, by the path that leads to it.
  private Map<String, String> things(String owner) {
    Map<String, String> things = new HashMap<>();
    JsonNode run =
        made(
            owner,
            "/api/v1/executions",
            """
            {"id": "mine only", "agent": "mine only", "sessionId": "mine-session", "input": "mine only",
             "output": "mine only", "steps": [{"kind": "llm", "name": "mine only", "model": "gpt-4o"}]}
            """);
    String execution = run.at("/items/0/executionId").asString();
    things.put("/api/v1/executions/", execution);
    things.put(
        "span",
        TestServer.json(get(owner, "/api/v1/executions/" + execution + "/actions"))
            .at("/items/0/spanId")
            .asString());
    things.put("/api/v1/sessions/", "mine-session");
    things.put(
        "/api/v1/agents/",
        TestServer.json(get(owner, "/api/v1/executions/" + execution)).at("/agent/id").asString());
    things.put(
        "/api/v1/views/",
        made(
                owner,
                "/api/v1/views",
                "{\"name\": \"mine only\", \"page\": \"executions\", \"query\": \"q=1\"}")
            .get("id")
            .asString());
    things.put(
        "/api/v1/webhooks/",
        made(owner, "/api/v1/webhooks", "{\"source\": \"n8n\", \"name\": \"mine only\"}")
            .at("/webhook/id")
            .asString());
    things.put(
        "/api/v1/keys/",
        made(owner, "/api/v1/keys", "{\"name\": \"mine only\", \"scope\": \"read\"}")
            .get("id")
            .asString());
    things.put(
        "/api/v1/members/",
        made(
                owner,
                "/api/v1/members",
                "{\"email\": \"%s\", \"name\": \"mine only\", \"role\": \"viewer\"}"
                    .formatted(email()))
            .at("/member/id")
            .asString());
    return things;
  }

  private static String filled(String pattern, String id, String span) {
    return pattern
        .replaceAll(
            "\\{(id|agent|name)}",
            URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"))
        .replace("{label}", "production")
        .replace("{spanId}", span);
  }

  private HttpResponse<String> get(String as, String path) {
    return server.send(server.request(path).header("Authorization", as).GET());
  }

  private JsonNode made(String as, String path, String json) {
    HttpResponse<String> response =
        server.send(
            server
                .request(path)
                .header("Authorization", as)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return TestServer.json(response);
  }

  @Test
  void aRoleNeverCoversMoreThanTheOneAboveIt() {
    assertThat(Arrays.stream(Role.values()).filter(Role.ADMIN::covers)).hasSize(5);
    assertThat(Arrays.stream(Role.values()).filter(Role.DEVELOPER::covers))
        .containsExactly(Role.DEVELOPER, Role.VIEWER, Role.AGENT, Role.INGEST);
    assertThat(Arrays.stream(Role.values()).filter(Role.VIEWER::covers))
        .containsExactly(Role.VIEWER);
    assertThat(Arrays.stream(Role.values()).filter(Role.AGENT::covers))
        .containsExactly(Role.AGENT, Role.INGEST);
    assertThat(Arrays.stream(Role.values()).filter(Role.INGEST::covers))
        .containsExactly(Role.INGEST);
  }

  @Test
  void anotherOrganizationSeesAndEndsNoKeyOfThisOne() {
    OrganizationId mine = TestKeys.organization(server);
    String key = TestKeys.key(server, mine, KeyScope.READ);
    String id = key.split("_", -1)[2];
    String other = TestKeys.key(server, TestKeys.organization(server), KeyScope.ADMIN);
    HttpResponse<String> list =
        server.send(
            server.request("/api/v1/keys").header("Authorization", "Bearer " + other).GET());
    assertThat(list.body()).doesNotContain(id);
    assertThat(
            server
                .send(
                    server
                        .request("/api/v1/keys/" + id)
                        .header("Authorization", "Bearer " + other)
                        .DELETE())
                .statusCode())
        .isEqualTo(404);
    String swapped = key.replace(mine.toString().replace("-", ""), other.split("_", -1)[1]);
    assertThat(
            server
                .send(
                    server
                        .request("/api/v1/status")
                        .header("Authorization", "Bearer " + swapped)
                        .GET())
                .statusCode())
        .isEqualTo(401);
  }
}
