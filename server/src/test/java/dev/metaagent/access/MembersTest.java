package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// People are invited, come in, work, and leave; all through HTTP.
class MembersTest {

  private static final String PASSWORD = "a sentence as a password";

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String key = TestKeys.key(server, organization, KeyScope.ADMIN);

  private HttpResponse<String> admin(String method, String path, String json) {
    return admin(key, method, path, json);
  }

  private HttpResponse<String> admin(String as, String method, String path, String json) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + as)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  private JsonNode invite(String email, String role) {
    return invite(key, email, role);
  }

  private JsonNode invite(String as, String email, String role) {
    String body = "{\"email\": \"%s\", \"name\": \"Ada\", \"role\": \"%s\"}".formatted(email, role);
    HttpResponse<String> made = admin(as, "POST", "/api/v1/members", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return TestServer.json(made);
  }

  private static String email() {
    return "ada-" + UUID.randomUUID() + "@example.org";
  }

  private static String token(JsonNode invitation) {
    String link = invitation.get("link").asString();
    assertThat(link).startsWith("/sign-in?token=mal_");
    return link.substring(link.indexOf('=') + 1);
  }

  private static String setPassword(String token, String password) {
    return "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, password);
  }

  private static String credentials(String email, String password) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password);
  }

  /// A browser of a new member who set a password and is signed in.
  private Browser member(String email, String role) {
    Browser browser = new Browser(server);
    String token = token(invite(email, role));
    assertThat(browser.post("/api/v1/session/password", setPassword(token, PASSWORD)).statusCode())
        .isEqualTo(200);
    return browser;
  }

  private String journal() {
    return admin("GET", "/api/v1/audit?limit=100", "").body();
  }

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
    assertThat(status.at("/principal/way").asString()).isEqualTo("password");
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
  void aPasswordOpensASessionAndAWrongOneSaysNothing() {
    String email = email();
    member(email, "viewer");
    Browser browser = new Browser(server);
    HttpResponse<String> wrong =
        browser.post("/api/v1/session", credentials(email, "not this sentence"));
    HttpResponse<String> unknown =
        browser.post("/api/v1/session", credentials(email(), "not this sentence"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(browser.cookies()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(journal()).contains("session.refuse"));
    assertThat(browser.post("/api/v1/session", credentials(email, PASSWORD)).statusCode())
        .isEqualTo(200);
    assertThat(browser.status().at("/organization/id").asString())
        .isEqualTo(organization.toString());
  }

  @Test
  void onlyHashesAreStored() {
    String email = email();
    JsonNode invitation = invite(email(), "viewer");
    Browser browser = member(email, "viewer");
    String secret = browser.cookies().values().iterator().next().split("_", -1)[3];
    String stored =
        read("select string_agg(m::text, ',') from members m")
            + read("select string_agg(s::text, ',') from sessions s");
    assertThat(stored)
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(PASSWORD)
        .doesNotContain(secret)
        .doesNotContain(token(invitation).split("_", -1)[3]);
  }

  @Test
  void signingOutEndsTheSessionOnTheServerToo() {
    Browser browser = member(email(), "viewer");
    String cookie = browser.cookies().entrySet().iterator().next().toString();
    assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertThat(browser.cookies()).isEmpty();
    assertThat(
            server
                .send(server.request("/api/v1/status").header("Cookie", cookie).GET())
                .statusCode())
        .isEqualTo(401);
    assertThat(journal()).contains("session.end");
  }

  @Test
  void aPageOfAnotherSiteCannotUseTheCookie() {
    Browser browser = member(email(), "admin");
    String body = "{\"name\": \"x\", \"scope\": \"admin\"}";
    assertThat(browser.post("/api/v1/keys", body).statusCode()).isEqualTo(201);
    for (String origin :
        new String[] {
          "https://evil.example", "null", "http://localhost:1", "https://tools.example"
        }) {
      assertThat(browser.at(origin).post("/api/v1/keys", body).statusCode())
          .as(origin)
          .isEqualTo(403);
      assertThat(browser.post("/api/v1/session", credentials("a@b.example", PASSWORD)).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    HttpRequest.Builder image =
        server
            .request("/api/v1/keys")
            .header("Cookie", browser.cookies().entrySet().iterator().next().toString())
            .header("Sec-Fetch-Site", "cross-site")
            .GET();
    assertThat(server.send(image).statusCode()).isEqualTo(403);
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

  @Test
  void silenceAndAgeEndASession() {
    Browser idle = member(email(), "viewer");
    change("update sessions set last_seen_at = now() - interval '12 hours 1 second'");
    server.bean(Sessions.class).forget();
    assertThat(idle.get("/api/v1/status").statusCode()).isEqualTo(401);
    Browser old = member(email(), "viewer");
    change("update sessions set expires_at = now() - interval '1 second'");
    server.bean(Sessions.class).forget();
    assertThat(old.get("/api/v1/status").statusCode()).isEqualTo(401);
  }

  @Test
  void useKeepsASessionAliveAndIsWrittenOnceAMinute() {
    Browser browser = member(email(), "viewer");
    change("update sessions set last_seen_at = now() - interval '11 hours'");
    server.bean(Sessions.class).forget();
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(200);
    assertThat(
            read("select (now() - max(last_seen_at) < interval '10 seconds')::text from sessions"))
        .isEqualTo("true");
  }

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
  void whoeverGuessesAPasswordIsSlowedDown() {
    String email = email();
    member(email, "viewer");
    Browser browser = new Browser(server);
    SignIn signIn = server.bean(SignIn.class);
    for (int i = 0; i < 10; i++) {
      String remote = "192.0.2." + i;
      assertThatThrownBy(() -> signIn.withPassword(email, "a wrong password", remote))
          .isInstanceOf(MetaAgentException.class);
    }
    HttpResponse<String> slowed =
        browser.post("/api/v1/session", credentials(email, "a wrong password"));
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whoeverJustSignedInIsHeardWhileANeighbourGuesses() {
    String email = email();
    member(email, "viewer");
    String remote = "192.0.2.44";
    RateLimits limits = server.bean(RateLimits.class);
    for (int i = 0; i < 40; i++) {
      limits.failed(remote);
    }
    String session =
        server.bean(SignIn.class).withPassword(email, PASSWORD, remote).token().reveal();
    assertThat(server.bean(Doorkeeper.class).admit(new Credential.Session(session), remote))
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void anAddressThatNobodyCanHaveIsRefusedAndNotRemembered() {
    SignIn signIn = server.bean(SignIn.class);
    String endless = "a".repeat(100_000) + "@example.org";
    for (int i = 0; i < 12; i++) {
      String remote = "198.51.100." + i;
      assertThatThrownBy(() -> signIn.withPassword(endless, PASSWORD, remote))
          .isInstanceOfSatisfying(
              MetaAgentException.class,
              refused -> assertThat(refused.code().status()).isEqualTo(401));
    }
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

  private String read(String question) {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    return Tenant.call(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .read(() -> String.valueOf(jdbc.sql(question).query(String.class).single())));
  }

  private void change(String statement) {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    int changed =
        Tenant.call(
            organization,
            () -> server.bean(TenantTransactions.class).write(() -> jdbc.sql(statement).update()));
    assertThat(changed).isPositive();
  }
}
