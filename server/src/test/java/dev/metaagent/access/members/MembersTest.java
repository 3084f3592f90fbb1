package dev.metaagent.access.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// People are invited, work, and leave; all through HTTP.
class MembersTest extends PeopleSteps {

  @Test
  void whoIsInvitedSetsAPasswordOnceAndIsSignedIn() {
    String email = email();
    JsonNode invitation = invite(email.toUpperCase(java.util.Locale.ROOT), "developer");
    assertThat(invitation.at("/member/email").asString()).isEqualTo(email);
    assertThat(invitation.at("/member/state").asString()).isEqualTo("invited");
    Browser browser = new Browser(server);
    String token = token(invitation);
    HttpResponse<String> set =
        browser.post("/api/v1/session/password", setPassword(token, PASSWORD));
    assertThat(set.headers().allValues("Set-Cookie").getFirst())
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/");
    JsonNode status = browser.status();
    assertThat(status.at("/principal/name").asString()).isEqualTo("Ada");
    assertThat(status.at("/principal/role").asString()).isEqualTo("developer");
    assertThat(status.at("/principal/method").asString()).isEqualTo("password");
    assertThat(status.at("/principal/memberId").asString())
        .isEqualTo(invitation.at("/member/id").asString());
    assertThat(browser.post("/api/v1/session/password", setPassword(token, PASSWORD)).statusCode())
        .isEqualTo(401);
    assertThat(journal())
        .contains("member.invite")
        .contains("member.password")
        .contains("session.start")
        .doesNotContain(email);
  }

  @Test
  void aShortPasswordIsRefusedAndTheLinkStays() {
    String token = token(invite(email(), "viewer"));
    Browser browser = new Browser(server);
    HttpResponse<String> refused =
        browser.post("/api/v1/session/password", setPassword(token, "short"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(refused).at("/errors/0/field").asString()).isEqualTo("password");
    assertThat(browser.post("/api/v1/session/password", setPassword(token, PASSWORD)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aNewLinkEndsTheOneBefore() {
    JsonNode invitation = invite(email(), "viewer");
    String id = invitation.at("/member/id").asString();
    JsonNode again = TestServer.json(admin("POST", "/api/v1/members/" + id + "/link", "{}"));
    Browser browser = new Browser(server);
    assertThat(
            browser
                .post("/api/v1/session/password", setPassword(token(invitation), PASSWORD))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            browser
                .post("/api/v1/session/password", setPassword(token(again), PASSWORD))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aLinkExpires() {
    JsonNode invitation = invite(email(), "viewer");
    change("update members set link_expires_at = now() - interval '1 second'");
    assertThat(
            new Browser(server)
                .post("/api/v1/session/password", setPassword(token(invitation), PASSWORD))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void aDisabledMemberIsOutAtOnceAndStaysOut() {
    String email = email();
    Browser browser = member(email, "developer");
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(200);
    String id = browser.status().at("/principal/memberId").asString();
    JsonNode changed =
        TestServer.json(
            admin("PATCH", "/api/v1/members/" + id, "{\"disabled\": true, \"reason\": \"left\"}"));
    assertThat(changed.get("state").asString()).isEqualTo("disabled");
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(401);
    assertThat(
            new Browser(server).post("/api/v1/session", credentials(email, PASSWORD)).statusCode())
        .isEqualTo(401);
    assertThat(admin("POST", "/api/v1/members/" + id + "/link", "{}").statusCode()).isEqualTo(409);
    assertThat(journal()).contains("member.disable").contains("left");
    JsonNode waiting = invite(email(), "viewer");
    String invited = "/api/v1/members/" + waiting.at("/member/id").asString();
    admin("PATCH", invited, "{\"disabled\": true}");
    admin("PATCH", invited, "{\"disabled\": false}");
    assertThat(
            new Browser(server)
                .post("/api/v1/session/password", setPassword(token(waiting), PASSWORD))
                .statusCode())
        .isEqualTo(401);
    admin("PATCH", "/api/v1/members/" + id, "{\"disabled\": false}");
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(401);
    assertThat(
            new Browser(server).post("/api/v1/session", credentials(email, PASSWORD)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anotherRoleHoldsAtOnce() {
    Browser browser = member(email(), "viewer");
    assertThat(browser.get("/api/v1/members").statusCode()).isEqualTo(403);
    String id = browser.status().at("/principal/memberId").asString();
    admin("PATCH", "/api/v1/members/" + id, "{\"role\": \"admin\"}");
    assertThat(browser.get("/api/v1/members").statusCode()).isEqualTo(200);
  }

  @Test
  void aViewerSeesNumbersAndNamesAndNoBodies() {
    String trace = UUID.randomUUID().toString().replace("-", "");
    long now = System.currentTimeMillis() * 1_000_000L;
    String body =
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"seen"}}]},
        "scopeSpans":[{"scope":{"name":"test"},"spans":[{"traceId":"%s","spanId":"00000000000000a1",
        "name":"invoke_agent seen","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
        {"key":"openinference.span.kind","value":{"stringValue":"AGENT"}},
        {"key":"input.value","value":{"stringValue":"the question of a customer"}},
        {"key":"output.value","value":{"stringValue":"the answer of the agent"}}]}]}]}]}
        """
            .formatted(trace, now - 1_000_000_000L, now);
    assertThat(admin("POST", "/v1/traces", body).statusCode()).isEqualTo(200);
    Browser viewer = member(email(), "viewer");
    Browser developer = member(email(), "developer");
    String id =
        TestServer.json(viewer.get("/api/v1/executions?traceId=" + trace))
            .at("/items/0/id")
            .asString();
    assertThat(id).isNotBlank();
    for (String path : new String[] {"", "/actions"}) {
      HttpResponse<String> seen = viewer.get("/api/v1/executions/" + id + path);
      assertThat(seen.statusCode()).isEqualTo(200);
      assertThat(seen.body()).doesNotContain("the question").doesNotContain("the answer");
    }
    assertThat(developer.get("/api/v1/executions/" + id).body())
        .contains("the question of a customer")
        .contains("the answer of the agent");
    assertThat(viewer.get("/api/v1/executions/" + id + "/actions/00000000000000a1").statusCode())
        .isEqualTo(403);
  }

  @Test
  void theLastActiveAdministratorStays() {
    Browser browser = member(email(), "admin");
    invite(email(), "admin");
    String id = browser.status().at("/principal/memberId").asString();
    for (String body : new String[] {"{\"disabled\": true}", "{\"role\": \"viewer\"}"}) {
      HttpResponse<String> refused = browser.send("PATCH", "/api/v1/members/" + id, body);
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(TestServer.json(refused).get("code").asString()).isEqualTo("last_admin");
    }
    assertThat(browser.send("DELETE", "/api/v1/members/" + id, null).statusCode()).isEqualTo(409);
    member(email(), "admin");
    assertThat(browser.send("DELETE", "/api/v1/members/" + id, null).statusCode()).isEqualTo(204);
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(401);
  }

  @Test
  void wrongMembersAreRefusedByField() {
    assertThat(field("{\"role\": \"viewer\"}")).isEqualTo("email");
    assertThat(field("{\"email\": \"no address\", \"role\": \"viewer\"}")).isEqualTo("email");
    assertThat(field("{\"email\": \"a@b.example\"}")).isEqualTo("role");
    assertThat(field("{\"email\": \"a@b.example\", \"role\": \"ingest\"}")).isEqualTo("role");
    assertThat(field("{\"email\": \"a@b.example\", \"role\": \"king\"}")).isEqualTo("role");
    String long501 = "x".repeat(501);
    assertThat(
            field(
                "{\"email\": \"a@b.example\", \"role\": \"viewer\", \"reason\": \""
                    + long501
                    + "\"}"))
        .isEqualTo("reason");
    String twice = email();
    invite(twice, "viewer");
    assertThat(
            admin("POST", "/api/v1/members", "{\"email\": \"" + twice + "\", \"role\": \"viewer\"}")
                .statusCode())
        .isEqualTo(409);
  }

  private String field(String body) {
    HttpResponse<String> refused = admin("POST", "/api/v1/members", body);
    assertThat(refused.statusCode()).as(body).isEqualTo(400);
    return TestServer.json(refused).at("/errors/0/field").asString();
  }
}
