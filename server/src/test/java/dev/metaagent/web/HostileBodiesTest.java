package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends every write endpoint that the description of the API lists its own example, with one text
/// replaced at a time.
class HostileBodiesTest {

  private static final String ID = "5f3c9e0a-8d1b-4c57-9d3e-2b6f0a7c1e44";

  private final Asking asking = new Asking();
  private final JsonNode api = TestServer.json(TestServer.remote().get("/api/openapi"));

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\uD800b"})
  void textThatCannotBeStoredNeverFailsAWriteEndpoint(String hostile) {
    SoftAssertions softly = new SoftAssertions();
    List<String> tried = new ArrayList<>();
    eachExample((operation, example) -> {
      for (Map.Entry<String, JsonNode> body : variants(example, hostile).entrySet()) {
        HttpResponse<String> answer =
            asking.send(operation.method, operation.path, body.getValue().toString());
        softly
            .assertThat(answer.statusCode())
            .as(operation + " with " + body.getKey() + ": " + answer.body())
            .isLessThan(500);
        tried.add(operation + body.getKey());
      }
    });
    softly.assertAll();
    assertThat(tried).hasSizeGreaterThan(60);
  }

  @Test
  void theAnswerNamesTheField() {
    HttpResponse<String> answer =
        asking.send(
            "PUT",
            "/api/v1/privacy-policy",
            "{\"reason\": \"r\", \"patterns\": [{\"id\": \"a\\u0000\"}]}");
    JsonNode problem = TestServer.json(answer);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem.at("/errors/0/field").asString()).isEqualTo("patterns[0].id");
    assertThat(problem.at("/errors/0/message").asString()).contains("NUL");
  }

  private record Operation(String method, String path) {}

  private void eachExample(BiConsumer<Operation, JsonNode> trying) {
    api.get("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((method, operation) -> {
              JsonNode content = operation.at("/requestBody/content/application~1json");
              JsonNode example = example(content);
              if (example.isObject()) {
                String filled = path.replaceAll("\\{[^}]*}", ID);
                trying.accept(
                    new Operation(method.toUpperCase(java.util.Locale.ROOT), filled), example);
              }
            }));
  }

  private static JsonNode example(JsonNode content) {
    JsonNode one = content.path("example");
    for (JsonNode named : content.path("examples")) {
      one = named.path("value");
    }
    return one;
  }

  /// The example with the hostile text in place of one text, or as the name of one more field.
  private static Map<String, JsonNode> variants(JsonNode example, String hostile) {
    Map<String, JsonNode> variants = new HashMap<>();
    collect(
        example,
        "",
        (pointer, name) -> {
          JsonNode copy = example.deepCopy();
          ObjectNode parent = (ObjectNode) copy.at(pointer);
          if (parent.get(name) == null || parent.get(name).isString()) {
            parent.put(name, hostile);
          } else {
            parent.withObject("/" + name).put(hostile, hostile);
          }
          variants.put(pointer + "/" + name, copy);
        });
    return variants;
  }

  private static void collect(JsonNode node, String pointer, BiConsumer<String, String> into) {
    node.forEachEntry((name, value) -> {
      if (value.isString() || value.isObject()) {
        into.accept(pointer, name);
      }
      if (value.isObject()) {
        collect(value, pointer + "/" + name, into);
      }
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        if (value.get(i).isObject()) {
          collect(value.get(i), pointer + "/" + name + "/" + i, into);
        }
      }
    });
  }
}
