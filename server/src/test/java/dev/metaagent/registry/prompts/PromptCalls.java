package dev.metaagent.registry.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Role;
import dev.metaagent.access.members.Members;
import dev.metaagent.access.sessions.SignIn;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An organization whose prompts are read and written over HTTP.
abstract class PromptCalls {

  static final String PROMPTS = "/api/v1/prompts";
  static final String AUTHORIZATION = "Authorization";

  final TestServer server = TestServer.remote();
  final OrganizationId organization = TestKeys.organization(server);
  final Who admin = key(organization, KeyScope.ADMIN);
  final Who viewer = key(organization, KeyScope.READ);

  /// Somebody with the header that says so.
  record Who(String header, String value) {}

  Who key(OrganizationId of, KeyScope scope) {
    return new Who(AUTHORIZATION, "Bearer " + TestKeys.key(server, of, scope));
  }

  /// A person, since no key has this role.
  Who developer() {
    Members.Invited invited =
        Tenant.call(
            organization,
            () ->
                server
                    .bean(Members.class)
                    .invite(UUID.randomUUID() + "@example.org", "x", Role.DEVELOPER, null, "test"));
    SignIn.Started started =
        server
            .bean(SignIn.class)
            .withLink(invited.link().token().reveal(), "a sentence as a password", "192.0.2.9");
    return new Who("Cookie", "metaagent-session-" + server.port() + "=" + started.token().reveal());
  }

  HttpResponse<String> send(Who who, String method, String path, @Nullable Object body) {
    return server.send(
        server
            .request(path)
            .header(who.header(), who.value())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(
                        body instanceof String text
                            ? text
                            : JsonMapper.shared().writeValueAsString(body))));
  }

  static JsonNode answered(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return TestServer.json(response);
  }

  JsonNode get(Who who, String path) {
    return answered(send(who, "GET", path, null), 200);
  }

  HttpResponse<String> add(Who who, String name, Object body) {
    return send(who, "POST", PROMPTS + "/" + encoded(name) + "/versions", body);
  }

  HttpResponse<String> label(Who who, String name, String label, Object body) {
    return send(who, "PUT", PROMPTS + "/" + encoded(name) + "/labels/" + label, body);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  static List<Integer> versions(JsonNode prompt) {
    List<Integer> versions = new ArrayList<>();
    prompt.get("versions").forEach(version -> versions.add(version.get("version").asInt()));
    return versions;
  }

  static void refused(HttpResponse<String> response, String field) {
    assertThat(answered(response, 400).at("/errors/0/field").asString()).isEqualTo(field);
  }
}
