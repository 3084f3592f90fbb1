package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/// Walks the table of endpoints: each of them with each role, without a credential, and as another
/// organization.
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
    Map<Role, String> keys = keys(TestKeys.organization(server));
    SoftAssertions softly = new SoftAssertions();
    for (Endpoint row : endpoints.all()) {
      Role needed = row.role();
      if (needed == null) {
        continue;
      }
      softly.assertThat(status(row, null)).as("%s without a credential", row).isEqualTo(401);
      softly
          .assertThat(status(row, "lsv2_pt_0123456789"))
          .as("%s with a credential of another product", row)
          .isEqualTo(401);
      keys.forEach((role, key) -> {
        int status = status(row, key);
        if (role.covers(needed)) {
          softly.assertThat(status).as("%s as %s", row, role).isNotIn(401, 403);
          softly.assertThat(status).as("%s as %s", row, role).isNotEqualTo(500);
        } else {
          softly.assertThat(status).as("%s as %s", row, role).isEqualTo(403);
        }
      });
    }
    softly.assertAll();
  }

  private Map<Role, String> keys(OrganizationId organization) {
    Map<Role, String> keys = new EnumMap<>(Role.class);
    for (KeyScope scope : KeyScope.values()) {
      keys.put(scope.role(), TestKeys.key(server, organization, scope));
    }
    return keys;
  }

  private int status(Endpoint row, @Nullable String key) {
    return send(row, key).statusCode();
  }

  private HttpResponse<String> send(Endpoint row, @Nullable String key) {
    String path = row.pattern().replaceAll("\\{[^}]*}", ID).replace("/**", "/x");
    HttpRequest.Builder request = server.request(path);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
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
  void aRoleNeverCoversMoreThanTheOneAboveIt() {
    assertThat(Arrays.stream(Role.values()).filter(Role.ADMIN::covers)).hasSize(4);
    assertThat(Arrays.stream(Role.values()).filter(Role.DEVELOPER::covers))
        .containsExactly(Role.DEVELOPER, Role.VIEWER, Role.INGEST);
    assertThat(Arrays.stream(Role.values()).filter(Role.VIEWER::covers))
        .containsExactly(Role.VIEWER);
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
