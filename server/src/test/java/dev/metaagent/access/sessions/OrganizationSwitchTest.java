package dev.metaagent.access.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whoever sits at the machine goes from one organization into another.
class OrganizationSwitchTest {

  private final TestServer local = TestServer.local();

  private OrganizationId simulated() {
    OrganizationId id = new OrganizationId(UUID.randomUUID());
    local.bean(Organizations.class).create(id, "example", ZoneOffset.UTC, true);
    return id;
  }

  private HttpResponse<String> choose(String id) {
    return local.send("PUT", "/api/v1/session/organization", "{\"id\": \"" + id + "\"}");
  }

  private JsonNode status(String cookie) {
    return TestServer.json(
        local.send(local.request("/api/v1/status").header("Cookie", cookie).GET()));
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  @Test
  void theBrowserWorksInTheOrganizationThatWasChosen() {
    OrganizationId example = simulated();
    HttpResponse<String> chosen = choose(example.toString());
    assertThat(chosen.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(chosen).at("/organization/simulated").asBoolean()).isTrue();
    assertThat(chosen.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly")
        .contains("SameSite=Strict");
    JsonNode status = status(cookie(chosen));
    assertThat(status.at("/organization/id").asString()).isEqualTo(example.toString());
    assertThat(status.at("/organization/simulated").asBoolean()).isTrue();
    assertThat(status.at("/principal/method").asString()).isEqualTo("local");
    assertThat(TestServer.json(local.get("/api/v1/status")).at("/organization/id").asString())
        .isEqualTo(OrganizationId.LOCAL.toString());
  }

  @Test
  void theListMarksWhereTheBrowserIs() {
    OrganizationId example = simulated();
    String cookie = cookie(choose(example.toString()));
    JsonNode items =
        TestServer.json(
                local.send(local.request("/api/v1/organizations").header("Cookie", cookie).GET()))
            .get("items");
    assertThat(items)
        .anySatisfy(item -> {
          assertThat(item.get("id").asString()).isEqualTo(example.toString());
          assertThat(item.get("current").asBoolean()).isTrue();
        })
        .anySatisfy(item -> {
          assertThat(item.get("id").asString()).isEqualTo(OrganizationId.LOCAL.toString());
          assertThat(item.get("current").asBoolean()).isFalse();
        });
  }

  @Test
  void whatDoesNotExistCannotBeChosenAndACookieThatNamesItIsIgnored() {
    String nowhere = UUID.randomUUID().toString();
    assertThat(choose(nowhere).statusCode()).isEqualTo(404);
    assertThat(choose("nowhere").statusCode()).isEqualTo(400);
    String forged = "metaagent-organization-" + local.port() + "=" + nowhere;
    assertThat(status(forged).at("/organization/id").asString())
        .isEqualTo(OrganizationId.LOCAL.toString());
  }

  @Test
  void aKeyStaysInItsOrganizationWhateverTheCookieSays() {
    OrganizationId own = TestKeys.organization(local);
    String key = TestKeys.key(local, own, KeyScope.ADMIN);
    String cookie = cookie(choose(simulated().toString()));
    HttpRequest.Builder request =
        local
            .request("/api/v1/status")
            .header("Cookie", cookie)
            .header("Authorization", "Bearer " + key)
            .GET();
    assertThat(TestServer.json(local.send(request)).at("/organization/id").asString())
        .isEqualTo(own.toString());
  }

  @Test
  void everybodyMayAskWhetherSomebodyIsSignedIn() {
    JsonNode there = TestServer.json(local.get("/api/v1/session"));
    assertThat(there.get("mode").asString()).isEqualTo("local");
    assertThat(there.get("signedIn").asBoolean()).isTrue();
    HttpResponse<String> remote = TestServer.remote().get("/api/v1/session");
    assertThat(remote.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(remote).get("signedIn").asBoolean()).isFalse();
    assertThat(TestServer.json(remote).get("principal").isNull()).isTrue();
  }
}
