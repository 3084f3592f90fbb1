package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.Endpoint;
import dev.metaagent.access.Endpoints;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Role;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No endpoint that a viewer may read says a word of a body, whatever endpoints there will be.
class NoBodiesForViewersTest {

  private static final String WORD = "zanzibarsecretword";

  private final TestServer server = TestServer.remote();
  private final Asking asking = new Asking();
  private final String reader = TestKeys.key(server, asking.organization(), KeyScope.READ);

  @Test
  void noAnswerToAViewerHoldsAWordOfABody() throws InterruptedException {
    SentRun run =
        SentRun.of("Capital Finder", Clock.systemUTC().instant())
            .saying("where is " + WORD + "in", "it is " + WORD + "out")
            .with("gen_ai.tool.call.arguments", "{\"q\":\"" + WORD + "arguments\"}")
            .with("gen_ai.tool.call.result", WORD + "result")
            .with("gen_ai.system_instructions", WORD + "instructions")
            .with("input.value", WORD + "input")
            .with("output.value", WORD + "output")
            .with("traceloop.entity.input", WORD + "entity")
            .with("an.attribute.of.its.own", WORD + "attribute")
            .with("session.id", "session-1")
            .failing();
    asking.send(run);
    Asking.eventually(
        () -> asking.get("/api/v1/executions?q=" + WORD + "out*").get("items").size() == 1);
    String agent = asking.get("/api/v1/agents").at("/items/0/id").asString();

    List<String> read = new ArrayList<>();
    for (Endpoint endpoint : server.bean(Endpoints.class).all()) {
      if (endpoint.method().equals("GET") && endpoint.role() == Role.VIEWER) {
        for (String path : paths(endpoint.pattern(), run, agent)) {
          HttpResponse<String> answer =
              server.send(server.request(path).header("Authorization", "Bearer " + reader).GET());
          assertThat(answer.body()).as(path).doesNotContain(WORD);
          if (answer.statusCode() == 200) {
            read.add(endpoint.pattern());
          }
        }
      }
    }
    assertThat(read)
        .contains(
            "/api/v1/executions",
            "/api/v1/executions/{id}",
            "/api/v1/executions/{id}/actions",
            "/api/v1/executions/facets",
            "/api/v1/executions/histogram",
            "/api/v1/actions",
            "/api/v1/sessions",
            "/api/v1/agents/{id}",
            "/api/v1/fleet");
    assertThat(asking.raw("/api/v1/executions/" + run.id()).body()).contains(WORD + "out");
  }

  /// The path of an endpoint with the ids of the run, plain and with what its lists may be asked.
  private static List<String> paths(String pattern, SentRun run, String agent) {
    String id =
        pattern.contains("/agents/")
            ? agent
            : pattern.contains("/sessions/") ? "session-1" : run.id();
    String path = pattern.replace("{id}", id).replaceAll("\\{[^}]*}", "x");
    return List.of(
        path,
        path + "?id=session-1",
        path + "?from=-1h",
        path + "?traceId=" + run.trace(),
        path + "?q=" + WORD + "*",
        path + "?parent=all",
        path + "?limit=100");
  }
}
