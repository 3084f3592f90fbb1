package dev.metaagent.search.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Pages of the dashboard that somebody keeps under a name, for everybody of the organization.
class ViewsTest {

  private static final String VIEWS = "/api/v1/views";

  private final Asking asking = new Asking();

  private JsonNode save(String name, String page, String query) {
    HttpResponse<String> saved =
        asking.send(
            "POST",
            VIEWS,
            "{\"name\":\"%s\",\"page\":\"%s\",\"query\":\"%s\"}".formatted(name, page, query));
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    return TestServer.json(saved);
  }

  @Test
  void aViewIsSavedChangedAndRemoved() {
    JsonNode view = save(" Failed runs ", "executions", "failed=true");
    assertThat(view.get("name").asString()).isEqualTo("Failed runs");
    assertThat(view.get("createdBy").asString()).isEqualTo("key test");
    String path = VIEWS + "/" + view.get("id").asString();

    JsonNode changed =
        TestServer.json(
            asking.send("PUT", path, "{\"name\":\"Slow runs\",\"page\":\"executions\"}"));
    assertThat(changed.get("name").asString()).isEqualTo("Slow runs");
    assertThat(changed.get("query").asString()).isEmpty();
    assertThat(changed.get("createdAt")).isEqualTo(view.get("createdAt"));

    assertThat(asking.send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(asking.get(VIEWS).get("items")).isEmpty();
    assertThat(asking.send("DELETE", path, "").statusCode()).isEqualTo(404);
    assertThat(asking.send("PUT", path, "{\"name\":\"a\",\"page\":\"b\"}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void viewsAreListedByPageAndName() {
    save("b", "executions", "");
    save("a", "executions", "");
    save("z", "agents", "");
    assertThat(Asking.texts(asking.get(VIEWS), "name")).containsExactly("z", "a", "b");
  }

  @Test
  void personalDataIsKeptInNoView() {
    JsonNode view = save("runs of ada@x.example", "executions", "q=ada@x.example");
    assertThat(view.get("name").asString()).startsWith("runs of <EMAIL:k");
    assertThat(view.get("query").asString()).startsWith("q=<EMAIL:k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | name",
        "{\"name\":\" \",\"page\":\"p\"}                | name",
        "{\"name\":\"n\"}                               | page",
        "{\"name\":\"n\",\"page\":\"p\",\"query\":\"LONG\"} | query"
      })
  void aViewThatIsNoneIsRefusedByField(String body, String field) {
    HttpResponse<String> refused =
        asking.send("POST", VIEWS, body.replace("LONG", "x".repeat(4_001)));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(refused).get("errors").get(0).get("field").asString())
        .isEqualTo(field);
  }

  @Test
  void anotherOrganizationHasViewsOfItsOwn() {
    String path = VIEWS + "/" + save("mine", "executions", "").get("id").asString();
    Asking other = new Asking();
    assertThat(other.get(VIEWS).get("items")).isEmpty();
    assertThat(other.send("DELETE", path, "").statusCode()).isEqualTo(404);
    assertThat(asking.get(VIEWS).get("items")).hasSize(1);
  }

  @Test
  void anIdIsAUuid() {
    assertThat(asking.send("DELETE", VIEWS + "/7", "").statusCode()).isEqualTo(400);
    assertThat(asking.send("DELETE", VIEWS + "/" + UUID.randomUUID(), "").statusCode())
        .isEqualTo(404);
  }
}
