package dev.metaagent.access.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What tests of people do over and over: invite, set a password, come in.
public abstract class PeopleSteps {

  protected static final String PASSWORD = "a sentence as a password";

  protected final TestServer server = TestServer.remote();
  protected final OrganizationId organization = TestKeys.organization(server);
  protected final String key = TestKeys.key(server, organization, KeyScope.ADMIN);

  protected HttpResponse<String> admin(String method, String path, String json) {
    return admin(key, method, path, json);
  }

  protected HttpResponse<String> admin(String as, String method, String path, String json) {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + as)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  protected JsonNode invite(String email, String role) {
    return invite(key, email, role);
  }

  protected JsonNode invite(String as, String email, String role) {
    String body = "{\"email\": \"%s\", \"name\": \"Ada\", \"role\": \"%s\"}".formatted(email, role);
    HttpResponse<String> made = admin(as, "POST", "/api/v1/members", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return TestServer.json(made);
  }

  protected static String email() {
    return "ada-" + UUID.randomUUID() + "@example.org";
  }

  protected static String token(JsonNode invitation) {
    String link = invitation.get("link").asString();
    assertThat(link).startsWith("/sign-in#token=mal_");
    return link.substring(link.indexOf('=') + 1);
  }

  protected static String setPassword(String token, String password) {
    return "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, password);
  }

  protected static String credentials(String email, String password) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password);
  }

  /// A browser of a new member who set a password and is signed in.
  protected Browser member(String email, String role) {
    Browser browser = new Browser(server);
    String token = token(invite(email, role));
    assertThat(browser.post("/api/v1/session/password", setPassword(token, PASSWORD)).statusCode())
        .isEqualTo(200);
    return browser;
  }

  protected String journal() {
    return admin("GET", "/api/v1/audit?limit=100", "").body();
  }

  protected String read(String question) {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    return Tenant.call(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .read(() -> String.valueOf(jdbc.sql(question).query(String.class).single())));
  }

  protected void change(String statement) {
    JdbcClient jdbc = JdbcClient.create(server.bean(DataSource.class));
    int changed =
        Tenant.call(
            organization,
            () -> server.bean(TenantTransactions.class).write(() -> jdbc.sql(statement).update()));
    assertThat(changed).isPositive();
  }
}
