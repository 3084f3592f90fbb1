package dev.metaagent.access.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One person, several organizations: none of them opens another.
class PeopleOfManyOrganizationsTest extends PeopleSteps {

  @Test
  void onePersonOfTwoOrganizationsGoesFromOneIntoTheOther() {
    String email = email();
    Browser first = member(email, "viewer");
    OrganizationId other = TestKeys.organization(server);
    String otherKey = TestKeys.key(server, other, KeyScope.ADMIN);
    String token = token(invite(otherKey, email, "developer"));
    new Browser(server).post("/api/v1/session/password", setPassword(token, PASSWORD));
    assertThat(choices(first)).doesNotContain(other.toString());

    Browser browser = new Browser(server);
    browser.post("/api/v1/session", credentials(email, PASSWORD));
    String here = browser.status().at("/organization/id").asString();
    String there = here.equals(other.toString()) ? organization.toString() : other.toString();
    assertThat(choices(browser)).contains(organization.toString()).contains(other.toString());
    HttpResponse<String> moved =
        browser.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + there + "\"}");
    assertThat(TestServer.json(moved).at("/organization/id").asString()).isEqualTo(there);
    assertThat(browser.status().at("/organization/id").asString()).isEqualTo(there);
    assertThat(browser.status().at("/principal/role").asString())
        .isEqualTo(there.equals(other.toString()) ? "developer" : "viewer");
    assertThat(
            browser
                .send("PUT", "/api/v1/session/organization", "{\"id\": \"" + here + "\"}")
                .statusCode())
        .isEqualTo(200);
    String third = TestKeys.organization(server).toString();
    assertThat(
            browser
                .send("PUT", "/api/v1/session/organization", "{\"id\": \"" + third + "\"}")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatIsNotHereSaysInWhichOtherOrganizationOfTheSamePersonItIs() {
    String email = email();
    member(email, "viewer");
    OrganizationId other = TestKeys.organization(server);
    String otherKey = TestKeys.key(server, other, KeyScope.ADMIN);
    String token = token(invite(otherKey, email, "viewer"));
    new Browser(server).post("/api/v1/session/password", setPassword(token, PASSWORD));
    Browser browser = new Browser(server);
    browser.post("/api/v1/session", credentials(email, PASSWORD));
    boolean atOther = browser.status().at("/organization/id").asString().equals(other.toString());
    if (atOther) {
      browser.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + organization + "\"}");
    }
    OrganizationId third = TestKeys.organization(server);
    String there = sent(otherKey);
    String strange = sent(TestKeys.key(server, third, KeyScope.ADMIN));

    for (String path : new String[] {"", "/actions"}) {
      HttpResponse<String> elsewhere = browser.get("/api/v1/executions/" + there + path);
      assertThat(elsewhere.statusCode()).isEqualTo(404);
      JsonNode problem = TestServer.json(elsewhere);
      assertThat(problem.at("/organization/id").asString()).isEqualTo(other.toString());
      assertThat(problem.at("/organization/name").asString()).isNotBlank();
    }
    HttpResponse<String> unknown = browser.get("/api/v1/executions/" + strange);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(unknown).at("/organization").isNull()).isTrue();
    assertThat(unknown.body()).doesNotContain(third.toString());
  }

  /// Sends a run with a key, and answers its id.
  private String sent(String key) {
    HttpResponse<String> response =
        server.send(
            server
                .request("/api/v1/executions")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"id": "%s", "agent": "desk", "startedAt": "2026-03-04T08:00:00Z",
                         "endedAt": "2026-03-04T08:00:01Z", "steps": [{"kind": "tool", "name": "look up"}]}
                        """
                            .formatted(UUID.randomUUID())
                            .replace(
                                "2026-03-04",
                                LocalDate.now(ZoneOffset.UTC).minusDays(1).toString()))));
    return TestServer.json(response).findValue("executionId").asString();
  }

  private static String choices(Browser browser) {
    return browser.get("/api/v1/organizations").body();
  }

  @Test
  void aPasswordThatChangedSinceTheSignInClosesTheOtherOrganization() {
    String email = email();
    member(email, "viewer");
    OrganizationId other = TestKeys.organization(server);
    String otherKey = TestKeys.key(server, other, KeyScope.ADMIN);
    JsonNode invitation = invite(otherKey, email, "viewer");
    new Browser(server).post("/api/v1/session/password", setPassword(token(invitation), PASSWORD));
    Browser browser = new Browser(server);
    browser.post("/api/v1/session", credentials(email, PASSWORD));
    boolean atHome =
        browser.status().at("/organization/id").asString().equals(organization.toString());
    assertThat(choices(browser)).contains(organization.toString()).contains(other.toString());
    JsonNode mine = TestServer.json(admin("GET", "/api/v1/members", "")).at("/items/0/id");
    JsonNode link =
        atHome
            ? TestServer.json(
                admin(
                    otherKey,
                    "POST",
                    "/api/v1/members/" + invitation.at("/member/id").asString() + "/link",
                    "{}"))
            : TestServer.json(admin("POST", "/api/v1/members/" + mine.asString() + "/link", "{}"));
    new Browser(server)
        .post("/api/v1/session/password", setPassword(token(link), "quite another sentence"));
    assertThat(choices(browser))
        .doesNotContain(atHome ? other.toString() : organization.toString());
  }

  @Test
  void anOrganizationThatSetsAPasswordGetsNobodyIntoAnother() {
    String victim = email();
    member(victim, "admin");
    OrganizationId other = TestKeys.organization(server);
    String otherKey = TestKeys.key(server, other, KeyScope.ADMIN);
    String token = token(invite(otherKey, victim, "viewer"));
    String stolen = "chosen by the other one";
    new Browser(server).post("/api/v1/session/password", setPassword(token, stolen));
    Browser browser = new Browser(server);
    browser.post("/api/v1/session", credentials(victim, stolen));
    assertThat(browser.status().at("/organization/id").asString()).isEqualTo(other.toString());
    assertThat(choices(browser)).doesNotContain(organization.toString());
  }

  @Test
  void aMemberLooksIntoASimulatedOrganizationAsADeveloperAtMost() {
    OrganizationId example = new OrganizationId(UUID.randomUUID());
    server.bean(Organizations.class).create(example, "example", ZoneOffset.UTC, true);
    Browser browser = member(email(), "admin");
    assertThat(choices(browser)).contains(example.toString());
    browser.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + example + "\"}");
    assertThat(browser.status().at("/organization/simulated").asBoolean()).isTrue();
    assertThat(browser.status().at("/principal/role").asString()).isEqualTo("developer");
    browser.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + organization + "\"}");
    assertThat(browser.status().at("/organization/id").asString())
        .isEqualTo(organization.toString());
    assertThat(browser.status().at("/principal/role").asString()).isEqualTo("admin");
  }

  @Test
  void theOrganizationIsRenamedAndItsDaysMove() {
    HttpResponse<String> changed =
        admin(
            "PATCH",
            "/api/v1/organization",
            "{\"name\": \"Blue\", \"timeZone\": \"Europe/Berlin\", \"reason\": \"we moved\"}");
    assertThat(TestServer.json(changed).get("timeZone").asString()).isEqualTo("Europe/Berlin");
    assertThat(
            TestServer.json(admin("GET", "/api/v1/status", "")).at("/organization/name").asString())
        .isEqualTo("Blue");
    assertThat(admin("PATCH", "/api/v1/organization", "{\"timeZone\": \"Mars\"}").statusCode())
        .isEqualTo(400);
    assertThat(journal()).contains("organization.change").contains("we moved");
  }
}
