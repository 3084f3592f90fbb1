package dev.metaagent.access;

import static dev.metaagent.access.Role.ADMIN;
import static dev.metaagent.access.Role.AGENT;
import static dev.metaagent.access.Role.DEVELOPER;
import static dev.metaagent.access.Role.INGEST;
import static dev.metaagent.access.Role.VIEWER;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// The table of endpoints: every endpoint of the server, and the role that its caller needs. The
/// security filter refuses paths that are not listed.
@Component
public class Endpoints {

  private static final List<Endpoint> TABLE =
      List.of(
          api("GET", "/api/v1/status", VIEWER),
          api("GET", "/api/v1/consumers/{name}/set-aside", ADMIN),
          api("POST", "/api/v1/consumers/{name}/set-aside/retry", ADMIN),
          // sign-in: open to everybody, and rate limited
          anybody("GET", "/api/v1/session"),
          anybody("POST", "/api/v1/session"),
          anybody("DELETE", "/api/v1/session"),
          anybody("POST", "/api/v1/session/password"),
          api("PUT", "/api/v1/session/organization", VIEWER),
          api("GET", "/api/v1/organizations", VIEWER),
          // agents
          api("GET", "/api/v1/agents", VIEWER),
          api("GET", "/api/v1/agents/{id}", VIEWER),
          api("PATCH", "/api/v1/agents/{id}", DEVELOPER),
          api("PUT", "/api/v1/agents/{id}/objectives", DEVELOPER),
          api("GET", "/api/v1/agents/{id}/aliases", VIEWER),
          api("POST", "/api/v1/agents/{id}/merge", DEVELOPER),
          api("DELETE", "/api/v1/agents/{id}/merge", DEVELOPER),
          api("GET", "/api/v1/agents/{id}/register", VIEWER),
          api("GET", "/api/v1/register", VIEWER),
          api("GET", "/api/v1/register/export", VIEWER),
          api("GET", "/api/v1/agents/{id}/health", VIEWER),
          api("GET", "/api/v1/agents/{id}/metrics", VIEWER),
          api("GET", "/api/v1/agents/{id}/latency", VIEWER),
          api("GET", "/api/v1/agents/{id}/compare", VIEWER),
          api("GET", "/api/v1/metrics", VIEWER),
          api("GET", "/api/v1/fleet", VIEWER),
          api("GET", "/api/v1/changes", VIEWER),
          api("GET", "/api/v1/dependencies", VIEWER),
          // deployments: what continuous integration says of versions
          api("GET", "/api/v1/deployments", VIEWER),
          api("POST", "/api/v1/deployments", INGEST),
          // executions: a viewer sees them without bodies
          api("GET", "/api/v1/executions", VIEWER),
          api("GET", "/api/v1/executions/histogram", VIEWER),
          api("GET", "/api/v1/executions/facets", VIEWER),
          api("GET", "/api/v1/executions/groups", VIEWER),
          api("GET", "/api/v1/executions/export", DEVELOPER),
          api("GET", "/api/v1/executions/{id}", VIEWER),
          api("DELETE", "/api/v1/executions/{id}", ADMIN),
          api("GET", "/api/v1/executions/{id}/actions", VIEWER),
          api("GET", "/api/v1/executions/{id}/actions/{spanId}", DEVELOPER),
          api("GET", "/api/v1/actions", VIEWER),
          api("GET", "/api/v1/search", VIEWER),
          api("GET", "/api/v1/sessions", VIEWER),
          api("GET", "/api/v1/sessions/{id}", VIEWER),
          api("DELETE", "/api/v1/users", ADMIN),
          api("DELETE", "/api/v1/users/{userId}", ADMIN),
          api("POST", "/api/v1/remap", ADMIN),
          // a WebSocket for live updates
          api("GET", "/api/v1/live", VIEWER),
          api("GET", "/api/v1/executions/{id}/outcomes", VIEWER),
          // runs and outcomes as plain JSON
          plain("POST", "/api/v1/executions"),
          plain("POST", "/api/v1/outcomes"),
          // saved views
          api("GET", "/api/v1/views", VIEWER),
          api("POST", "/api/v1/views", DEVELOPER),
          api("PUT", "/api/v1/views/{id}", DEVELOPER),
          api("DELETE", "/api/v1/views/{id}", DEVELOPER),
          // connect
          api("GET", "/api/v1/connect", VIEWER),
          api("GET", "/api/v1/connect/snippets", VIEWER),
          api("GET", "/api/v1/connect/attempts", DEVELOPER),
          api("GET", "/api/v1/connect/losses", VIEWER),
          api("GET", "/api/v1/connect/first", DEVELOPER),
          api("POST", "/api/v1/connect/test", DEVELOPER),
          // declared attributes
          api("GET", "/api/v1/attributes", VIEWER),
          api("PUT", "/api/v1/attributes", ADMIN),
          // prompts: a viewer sees them without their texts
          api("GET", "/api/v1/prompts", VIEWER),
          api("POST", "/api/v1/prompts", DEVELOPER),
          api("GET", "/api/v1/prompts/{name}", VIEWER),
          api("POST", "/api/v1/prompts/{name}/versions", DEVELOPER),
          api("PUT", "/api/v1/prompts/{name}/labels/{label}", DEVELOPER),
          api("DELETE", "/api/v1/prompts/{name}/labels/{label}", DEVELOPER),
          // policies
          agent("GET", "/api/v1/agents/{agent}/policy"),
          agent("GET", "/api/v1/policy/keys"),
          api("POST", "/api/v1/policy/keys", ADMIN),
          agent("GET", "/api/v1/policy/stream"),
          api("POST", "/api/v1/agents/{agent}/policy/try", DEVELOPER),
          api("GET", "/api/v1/agents/{agent}/policy/holders", VIEWER),
          api("GET", "/api/v1/policy/holders", VIEWER),
          api("GET", "/api/v1/policy/settings", VIEWER),
          api("GET", "/api/v1/agents/{agent}/limits", VIEWER),
          api("PUT", "/api/v1/agents/{agent}/limits", DEVELOPER),
          api("GET", "/api/v1/fleet/limits", VIEWER),
          api("PUT", "/api/v1/fleet/limits", ADMIN),
          // rules on tool calls
          api("GET", "/api/v1/agents/{agent}/tool-rules", VIEWER),
          api("PUT", "/api/v1/agents/{agent}/tool-rules", DEVELOPER),
          api("POST", "/api/v1/agents/{agent}/tool-rules/try", DEVELOPER),
          api("GET", "/api/v1/fleet/tool-rules", VIEWER),
          api("PUT", "/api/v1/fleet/tool-rules", ADMIN),
          api("POST", "/api/v1/fleet/tool-rules/try", DEVELOPER),
          // questions of tool rules for people: a viewer sees them without arguments
          agent("POST", "/api/v1/approvals"),
          new Endpoint("GET", "/api/v1/approvals/{id}", AGENT, Endpoint.Kind.AGENT, true),
          api("GET", "/api/v1/approvals", VIEWER),
          api("GET", "/api/v1/approvals/summary", VIEWER),
          api("GET", "/api/v1/approvals/{id}/history", VIEWER),
          api("POST", "/api/v1/approvals/{id}/link", ADMIN),
          api("POST", "/api/v1/approvals/{id}/approve", ADMIN),
          api("POST", "/api/v1/approvals/{id}/deny", ADMIN),
          link("GET", "/decide/{token}"),
          link("POST", "/decide/{token}"),
          // the stop
          api("GET", "/api/v1/stops", VIEWER),
          api("POST", "/api/v1/agents/{agent}/stop", DEVELOPER),
          api("POST", "/api/v1/agents/{agent}/resume", ADMIN),
          api("POST", "/api/v1/fleet/stop", DEVELOPER),
          api("POST", "/api/v1/fleet/resume", ADMIN),
          // prices
          api("GET", "/api/v1/prices", VIEWER),
          api("PUT", "/api/v1/prices", ADMIN),
          api("DELETE", "/api/v1/prices", ADMIN),
          // webhooks: the events themselves are signed
          api("GET", "/api/v1/webhooks", DEVELOPER),
          api("POST", "/api/v1/webhooks", ADMIN),
          api("PATCH", "/api/v1/webhooks/{id}", ADMIN),
          api("DELETE", "/api/v1/webhooks/{id}", ADMIN),
          api("POST", "/api/v1/webhooks/try", DEVELOPER),
          signed("POST", "/api/v1/webhooks/{source}/{endpointId}"),
          // settings
          api("GET", "/api/v1/endpoints", VIEWER),
          api("GET", "/api/v1/keys", ADMIN),
          api("POST", "/api/v1/keys", ADMIN),
          api("DELETE", "/api/v1/keys/{id}", ADMIN),
          api("POST", "/api/v1/example", ADMIN),
          api("DELETE", "/api/v1/example", ADMIN),
          api("GET", "/api/v1/privacy-policy", VIEWER),
          api("PUT", "/api/v1/privacy-policy", ADMIN),
          api("POST", "/api/v1/privacy-policy/try", DEVELOPER),
          api("PATCH", "/api/v1/organization", ADMIN),
          api("GET", "/api/v1/members", ADMIN),
          api("POST", "/api/v1/members", ADMIN),
          api("PATCH", "/api/v1/members/{id}", ADMIN),
          api("DELETE", "/api/v1/members/{id}", ADMIN),
          api("POST", "/api/v1/members/{id}/link", ADMIN),
          api("GET", "/api/v1/retention", VIEWER),
          api("PUT", "/api/v1/retention", ADMIN),
          api("GET", "/api/v1/audit", ADMIN),
          api("GET", "/api/v1/audit/verify", ADMIN),
          operator("GET", "/metrics"),
          // telemetry; some clients probe the address before they send
          otlp("POST", "/v1/traces"),
          otlp("POST", "/v1/logs"),
          otlp("POST", "/v1/metrics"),
          otlp("GET", "/v1/traces"),
          otlp("GET", "/v1/logs"),
          otlp("GET", "/v1/metrics"),
          otlp("POST", "/otel/v1/traces"),
          otlp("POST", "/otel/v1/logs"),
          otlp("POST", "/otel/v1/metrics"),
          otlp("GET", "/otel/v1/traces"),
          otlp("POST", "/api/public/otel/v1/traces"),
          otlp("POST", "/api/public/otel/v1/logs"),
          otlp("POST", "/api/public/otel/v1/metrics"),
          otlp("GET", "/api/public/otel/v1/traces"),
          // open to everybody
          open("/health"),
          open("/health/**"),
          open("/api/openapi"),
          open("/api/openapi.yaml"),
          open("/api/openapi/swagger-config"),
          open("/api/docs"),
          open("/api/swagger-ui/**"));

  /// What the table says about one request.
  public sealed interface Match {
    /// A row that covers it.
    record Listed(Endpoint endpoint) implements Match {}

    /// The path is listed, the method is not.
    record WrongMethod(List<String> allowed) implements Match {}

    /// Nothing of ours.
    record Unlisted() implements Match {}
  }

  private record Route(PathPattern pattern, Map<String, Endpoint> methods) {}

  private final List<Route> routes;

  Endpoints() {
    PathPatternParser parser = PathPatternParser.defaultInstance;
    Map<PathPattern, Map<String, Endpoint>> byPattern = new LinkedHashMap<>();
    for (Endpoint endpoint : TABLE) {
      byPattern
          .computeIfAbsent(parser.parse(endpoint.pattern()), _ -> new LinkedHashMap<>())
          .put(endpoint.method(), endpoint);
    }
    List<Route> sorted = new ArrayList<>();
    byPattern.forEach((pattern, methods) -> sorted.add(new Route(pattern, methods)));
    sorted.sort((a, b) -> a.pattern().compareTo(b.pattern()));
    this.routes = List.copyOf(sorted);
  }

  /// Every row.
  public List<Endpoint> all() {
    return TABLE;
  }

  public Match match(String method, PathContainer path) {
    for (Route route : routes) {
      if (route.pattern().matches(path)) {
        Endpoint endpoint = find(route, method);
        return endpoint != null
            ? new Match.Listed(endpoint)
            : new Match.WrongMethod(allowed(route));
      }
    }
    return new Match.Unlisted();
  }

  private static @Nullable Endpoint find(Route route, String method) {
    Endpoint exact = route.methods().get(method);
    return exact == null && method.equals("HEAD") ? route.methods().get("GET") : exact;
  }

  private static List<String> allowed(Route route) {
    TreeSet<String> allowed = new TreeSet<>(route.methods().keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return List.copyOf(allowed);
  }

  private static Endpoint api(String method, String pattern, Role role) {
    return new Endpoint(method, pattern, role, Endpoint.Kind.API);
  }

  private static Endpoint agent(String method, String pattern) {
    return new Endpoint(method, pattern, AGENT, Endpoint.Kind.AGENT);
  }

  private static Endpoint anybody(String method, String pattern) {
    return new Endpoint(method, pattern, null, Endpoint.Kind.API);
  }

  private static Endpoint otlp(String method, String pattern) {
    return new Endpoint(method, pattern, INGEST, Endpoint.Kind.OTLP);
  }

  private static Endpoint signed(String method, String pattern) {
    return new Endpoint(method, pattern, null, Endpoint.Kind.SIGNED);
  }

  private static Endpoint link(String method, String pattern) {
    return new Endpoint(method, pattern, null, Endpoint.Kind.LINK);
  }

  private static Endpoint plain(String method, String pattern) {
    return new Endpoint(method, pattern, INGEST, Endpoint.Kind.PLAIN);
  }

  private static Endpoint operator(String method, String pattern) {
    return new Endpoint(method, pattern, null, Endpoint.Kind.OPERATOR);
  }

  private static Endpoint open(String pattern) {
    return new Endpoint("GET", pattern, null, Endpoint.Kind.OPEN);
  }
}
