package dev.metaagent.access.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestIssuer;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// People who come in with a token of an identity provider, as Supabase signs them.
class JwtTest {

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);
  private final String subject = UUID.randomUUID().toString();
  private final String email = "eve-" + subject + "@example.org";

  private JWTClaimsSet.Builder claims() {
    return TestIssuer.claims(organization, subject, email);
  }

  private HttpResponse<String> as(String token) {
    return server.send(
        server.request("/api/v1/status").header("Authorization", "Bearer " + token).GET());
  }

  private void invite(String address, String role) {
    String key = TestKeys.key(server, organization, KeyScope.ADMIN);
    HttpResponse<String> invited =
        server.send(
            server
                .request("/api/v1/members")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"email\": \"%s\", \"role\": \"%s\"}".formatted(address, role))));
    assertThat(invited.statusCode()).isEqualTo(201);
  }

  @Test
  void aMemberComesInWithATokenOfEitherKind() {
    invite(email, "developer");
    for (String token :
        List.of(TestIssuer.es256(claims().build()), TestIssuer.hs256(claims().build()))) {
      HttpResponse<String> response = as(token);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode status = TestServer.json(response);
      assertThat(status.at("/organization/id").asString()).isEqualTo(organization.toString());
      assertThat(status.at("/principal/role").asString()).isEqualTo("developer");
      assertThat(status.at("/principal/method").asString()).isEqualTo("jwt");
    }
  }

  @Test
  void aTokenIsExchangedForASession() {
    invite(email, "viewer");
    Browser browser = new Browser(server);
    String body = "{\"token\": \"" + TestIssuer.es256(claims().build()) + "\"}";
    HttpResponse<String> begun = browser.post("/api/v1/session", body);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    assertThat(browser.status().at("/principal/method").asString()).isEqualTo("jwt");
    assertThat(TestServer.json(browser.get("/api/v1/session")).get("methods").toString())
        .contains("jwt");
    assertThat(browser.post("/api/v1/session", "{\"token\": \"eyJx.eyJy.z\"}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void whoIsNoMemberGetsNoFurther() {
    assertThat(as(TestIssuer.es256(claims().build())).statusCode()).isEqualTo(403);
    String nowhere =
        TestIssuer.es256(claims().claim("app_metadata", Map.of("provider", "email")).build());
    assertThat(as(nowhere).statusCode()).isEqualTo(403);
    OrganizationId unknown = new OrganizationId(UUID.randomUUID());
    assertThat(
            as(TestIssuer.es256(TestIssuer.claims(unknown, subject, email).build())).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatAUserCanWriteHimselfMakesNobodyAnything() {
    String token =
        TestIssuer.es256(
            claims()
                .claim("app_metadata", Map.of())
                .claim(
                    "user_metadata",
                    Map.of("organization_id", organization.toString(), "role", "admin"))
                .build());
    assertThat(as(token).statusCode()).isEqualTo(403);
  }

  @Test
  void aRoleClaimMakesAMemberAndChangesItsRole() {
    assertThat(role("viewer")).isEqualTo("viewer");
    assertThat(role("admin")).isEqualTo("admin");
    assertThat(as(withRole("king")).statusCode()).isEqualTo(200);
    assertThat(TestServer.json(as(withRole("king"))).at("/principal/role").asString())
        .isEqualTo("admin");
  }

  private String role(String role) {
    return TestServer.json(as(withRole(role))).at("/principal/role").asString();
  }

  private String withRole(String role) {
    return TestIssuer.es256(
        claims()
            .claim("app_metadata", Map.of("organization_id", organization.toString(), "role", role))
            .build());
  }

  @Test
  void whoIsDisabledHereStaysOutWhateverTheTokenSays() {
    String id = TestServer.json(as(withRole("viewer"))).at("/principal/memberId").asString();
    String key = TestKeys.key(server, organization, KeyScope.ADMIN);
    HttpResponse<String> disabled =
        server.send(
            server
                .request("/api/v1/members/" + id)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"disabled\": true}")));
    assertThat(disabled.statusCode()).isEqualTo(200);
    assertThat(as(withRole("viewer")).statusCode()).isEqualTo(403);
    assertThat(as(withRole("admin")).statusCode()).isEqualTo(403);
  }

  @Test
  void theFirstSubjectKeepsTheMembershipOfAnAddress() {
    invite(email, "admin");
    assertThat(as(TestIssuer.es256(claims().build())).statusCode()).isEqualTo(200);
    String other = TestIssuer.es256(claims().subject(UUID.randomUUID().toString()).build());
    assertThat(as(other).statusCode()).isEqualTo(403);
    String moved = TestIssuer.es256(claims().claim("email", "new-" + email).build());
    assertThat(as(moved).statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressThatIsNotVerifiedIsNobodys() {
    invite(email, "admin");
    assertThat(as(TestIssuer.es256(claims().claim("email_verified", false).build())).statusCode())
        .isEqualTo(403);
    assertThat(as(TestIssuer.es256(claims().claim("is_anonymous", true).build())).statusCode())
        .isEqualTo(401);
  }

  /// A member who chose a password; the answer is its id.
  private String memberWithPassword(String role) {
    String key = TestKeys.key(server, organization, KeyScope.ADMIN);
    String body = "{\"email\": \"%s\", \"role\": \"%s\"}".formatted(email, role);
    JsonNode invited =
        TestServer.json(
            server.send(
                server
                    .request("/api/v1/members")
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))));
    String token = invited.get("link").asString().replaceFirst(".*#token=", "");
    HttpResponse<String> set =
        new Browser(server)
            .post(
                "/api/v1/session/password",
                "{\"token\": \"%s\", \"password\": \"a sentence as a password\"}".formatted(token));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    return invited.at("/member/id").asString();
  }

  private JsonNode member(String id) {
    String key = TestKeys.key(server, organization, KeyScope.ADMIN);
    JsonNode all =
        TestServer.json(
            server.send(
                server.request("/api/v1/members").header("Authorization", "Bearer " + key).GET()));
    return all.get("items")
        .valueStream()
        .filter(member -> member.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMemberWithAPasswordIsOnlyTakenForAnAddressThatIsVerified() {
    String id = memberWithPassword("admin");
    for (Object said : new Object[] {"", "false", "no", false, 0}) {
      String token =
          TestIssuer.es256(
              TestIssuer.claims(organization, UUID.randomUUID().toString(), email)
                  .claim("email_verified", said.equals("") ? null : said)
                  .claim(
                      "app_metadata",
                      Map.of("organization_id", organization.toString(), "role", "viewer"))
                  .build());
      assertThat(as(token).statusCode()).as("email_verified: " + said).isIn(200, 403);
      assertThat(member(id).get("role").asString()).isEqualTo("admin");
      assertThat(member(id).get("method").asString()).isEqualTo("password");
    }
    for (Object said : new Object[] {"true", true}) {
      HttpResponse<String> response =
          as(TestIssuer.es256(claims().claim("email_verified", said).build()));
      assertThat(TestServer.json(response).at("/principal/memberId").asString()).isEqualTo(id);
    }
  }

  @Test
  void theLastAdministratorStaysOneWhateverTheRoleClaimSays() {
    assertThat(role("admin")).isEqualTo("admin");
    assertThat(role("viewer")).isEqualTo("admin");
    String second = UUID.randomUUID().toString();
    String other =
        TestIssuer.es256(
            TestIssuer.claims(organization, second, "other-" + email)
                .claim(
                    "app_metadata",
                    Map.of("organization_id", organization.toString(), "role", "admin"))
                .build());
    assertThat(as(other).statusCode()).isEqualTo(200);
    String demoted =
        TestIssuer.es256(
            claims()
                .claim("jti", "a token of its own")
                .claim(
                    "app_metadata",
                    Map.of("organization_id", organization.toString(), "role", "viewer"))
                .build());
    assertThat(TestServer.json(as(demoted)).at("/principal/role").asString()).isEqualTo("viewer");
  }
}
