package dev.metaagent.testing;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An organization whose agents are governed: what an administrator, a viewer and agents say to the
/// running server.
public final class Governing {

  private static final TestServer SERVER = TestServer.remote();

  private final OrganizationId organization;
  private final String admin;
  private final String viewer;
  private final String agent;

  public Governing() {
    this(TestKeys.organization(SERVER));
  }

  public Governing(OrganizationId organization) {
    this.organization = organization;
    this.admin = TestKeys.key(SERVER, organization, KeyScope.ADMIN);
    this.viewer = TestKeys.key(SERVER, organization, KeyScope.READ);
    this.agent = TestKeys.key(SERVER, organization, KeyScope.AGENT);
  }

  public OrganizationId organization() {
    return organization;
  }

  public String admin() {
    return admin;
  }

  public String viewer() {
    return viewer;
  }

  public String agent() {
    return agent;
  }

  /// A key of agents with these names.
  public String boundTo(String... agents) {
    return Tenant.call(
        organization,
        () ->
            SERVER
                .bean(ApiKeys.class)
                .issue(
                    new ApiKeys.Wanted("bound", KeyScope.AGENT, List.of(agents), null),
                    null,
                    "test")
                .key());
  }

  public HttpResponse<String> get(String key, String path) {
    return SERVER.send(SERVER.request(path).header("Authorization", "Bearer " + key).GET());
  }

  public HttpResponse<String> send(String key, String method, String path, String json) {
    return SERVER.send(
        SERVER
            .request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }

  /// What the administrator is answered.
  public JsonNode got(String path) {
    return TestServer.json(get(admin, path));
  }

  /// The newest entry of the journal.
  public JsonNode lastEntry() {
    return got("/api/v1/audit").get("items").get(0);
  }

  public <T> T bean(Class<T> type) {
    return SERVER.bean(type);
  }
}
