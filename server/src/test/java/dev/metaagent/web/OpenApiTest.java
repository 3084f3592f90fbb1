package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Keeps `protocol/openapi.yaml` equal to what the server says about itself, and complete. After a
/// change of the API: `mvn test -pl server -Dtest=OpenApiTest -Dopenapi.write=true`.
class OpenApiTest {

  /// Operations whose success has no body (204).
  private static final Set<String> WITHOUT_A_BODY =
      Set.of(
          "delete /api/v1/keys/{id}",
          "delete /api/v1/members/{id}",
          "delete /api/v1/prices",
          "delete /api/v1/prompts/{name}/labels/{label}",
          "delete /api/v1/session",
          "delete /api/v1/views/{id}",
          "delete /api/v1/webhooks/{id}");

  /// Answers that do not end.
  private static final Set<String> STREAMS = Set.of("get /api/v1/policy/stream");

  /// Answers that are one resource with a page of its parts, not a list.
  private static final Set<String> PAGED_RESOURCES =
      Set.of(
          "get /api/v1/sessions",
          "get /api/v1/sessions/{id}",
          "post /api/v1/prompts",
          "get /api/v1/prompts/{name}");

  private record Described(String name, JsonNode operation) {}

  private record Answer(String name, String mediaType, JsonNode content) {}

  private static Path committed() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve(".mvn")))
        .findFirst()
        .orElseThrow()
        .resolve("protocol/openapi.yaml");
  }

  private static String generated() {
    return TestServer.local().get("/api/openapi.yaml").body();
  }

  private static JsonNode api() {
    return TestServer.json(TestServer.local().get("/api/openapi"));
  }

  private static List<Described> operations(JsonNode api) {
    List<Described> all = new ArrayList<>();
    api.get("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry(
                (method, operation) -> all.add(new Described(method + " " + path, operation))));
    return all;
  }

  /// The contents of the answers of success; an operation that describes none is in it with no
  /// content.
  private static List<Answer> answers(JsonNode api) {
    List<Answer> all = new ArrayList<>();
    for (Described each : operations(api)) {
      each.operation()
          .get("responses")
          .forEachEntry((status, response) -> {
            if (status.startsWith("2")) {
              JsonNode content = response.path("content");
              if (content.isEmpty()) {
                all.add(new Answer(each.name(), "", content));
              }
              content.forEachEntry((type, body) -> all.add(new Answer(each.name(), type, body)));
            }
          });
    }
    return all;
  }

  private static JsonNode resolve(JsonNode api, JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty()
        ? schema
        : api.at("/components/schemas/" + reference.substring(reference.lastIndexOf('/') + 1));
  }

  @Test
  void theCommittedDescriptionIsWhatTheServerSays() throws IOException {
    Path file = committed();
    if (Boolean.getBoolean("openapi.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated());
    }
    assertThat(file)
        .as("run: mvn test -pl server -Dtest=OpenApiTest -Dopenapi.write=true")
        .exists();
    assertThat(generated())
        .as("run: mvn test -pl server -Dtest=OpenApiTest -Dopenapi.write=true")
        .isEqualTo(Files.readString(file));
  }

  @Test
  void everyOperationHasASummaryATagARoleAndItsProblems() {
    SoftAssertions softly = new SoftAssertions();
    for (Described each : operations(api())) {
      String name = each.name();
      JsonNode operation = each.operation();
      softly.assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
      softly.assertThat(operation.path("tags").size()).as("tags of " + name).isOne();
      softly.assertThat(operation.path("x-role").isMissingNode()).as(name).isFalse();
      for (String status : problems(name, operation)) {
        softly
            .assertThat(problem(operation.get("responses").path(status)))
            .as(status + " of " + name)
            .isTrue();
      }
    }
    softly.assertAll();
  }

  private static List<String> problems(String name, JsonNode operation) {
    List<String> expected = new ArrayList<>(List.of("400", "401", "403", "429", "503"));
    if (name.contains("{")) {
      expected.add("404");
    }
    if (operation.has("requestBody")) {
      expected.addAll(List.of("413", "415"));
    }
    return expected;
  }

  private static boolean problem(JsonNode response) {
    return response.path("$ref").asString("").equals("#/components/responses/Problem")
        || response
            .at("/content/application~1problem+json/schema/$ref")
            .asString("")
            .equals("#/components/schemas/Problem");
  }

  @Test
  void everyAnswerOfSuccessHasASchemaAndAnExampleUnlessItHasNoBody() {
    JsonNode api = api();
    SoftAssertions softly = new SoftAssertions();
    for (Answer answer : answers(api)) {
      if (STREAMS.contains(answer.name())) {
        continue;
      }
      boolean bodiless = WITHOUT_A_BODY.contains(answer.name());
      softly
          .assertThat(answer.content().isEmpty())
          .as("no content of " + answer.name())
          .isEqualTo(bodiless);
      if (answer.mediaType().equals("text/csv")) {
        softly
            .assertThat(answer.content().path("example").asString(""))
            .as("example of " + answer.name())
            .isNotEmpty();
      } else if (!bodiless) {
        JsonNode schema = resolve(api, answer.content().path("schema"));
        softly
            .assertThat(schema.path("properties"))
            .as("schema of " + answer.name() + " " + answer.mediaType())
            .isNotEmpty();
        softly
            .assertThat(answer.content().path("example"))
            .as("example of " + answer.name())
            .isNotEmpty();
      }
    }
    softly.assertAll();
  }

  @Test
  void everySchemaOfAnObjectSaysWhatItHolds() {
    SoftAssertions softly = new SoftAssertions();
    api()
        .at("/components/schemas")
        .forEachEntry((name, schema) ->
            softly
                .assertThat(!schema.path("properties").isEmpty() || schema.has("enum"))
                .as("properties of " + name)
                .isTrue());
    softly.assertAll();
  }

  @Test
  void noExampleIsNull() {
    SoftAssertions softly = new SoftAssertions();
    JsonNode api = api();
    api.findParents("example")
        .forEach(parent ->
            softly
                .assertThat(parent.get("example").isNull())
                .as("null as example in " + parent)
                .isFalse());
    softly.assertAll();
  }

  @Test
  void aClosedChoiceThatMayBeUnknownAllowsNull() {
    SoftAssertions softly = new SoftAssertions();
    api()
        .at("/components/schemas")
        .forEachEntry((name, schema) ->
            schema
                .path("properties")
                .forEachEntry((field, property) -> {
                  boolean nullable = property.path("type").toString().contains("null");
                  if (property.has("enum") && nullable) {
                    softly
                        .assertThat(property.get("enum").valueStream().anyMatch(JsonNode::isNull))
                        .as(name + "." + field)
                        .isTrue();
                  }
                }));
    softly.assertAll();
  }

  /// What is not known is null, so that a reader needs no third case.
  @Test
  void everyFieldOfAnAnswerIsAlwaysThere() {
    JsonNode api = api();
    Set<String> requested = new HashSet<>();
    operations(api).forEach(each -> follow(api, each.operation().path("requestBody"), requested));
    Set<String> answered = new HashSet<>();
    operations(api).forEach(each -> follow(api, each.operation().path("responses"), answered));
    answered.removeAll(requested);
    SoftAssertions softly = new SoftAssertions();
    for (String name : answered) {
      JsonNode schema = api.at("/components/schemas/" + name);
      Set<String> optional = new HashSet<>(schema.path("properties").propertyNames());
      schema.path("required").forEach(field -> optional.remove(field.asString()));
      optional.remove("scannedTo");
      softly.assertThat(optional).as("may be missing in " + name).isEmpty();
    }
    softly.assertThat(answered).contains("AgentAnswer", "PageAgentAnswer", "SessionDetail");
    softly.assertAll();
  }

  private static void follow(JsonNode api, JsonNode part, Set<String> found) {
    for (JsonNode reference : part.findValues("$ref")) {
      String text = reference.asString();
      String name = text.substring(text.lastIndexOf('/') + 1);
      if (text.startsWith("#/components/schemas/") && found.add(name)) {
        follow(api, api.at("/components/schemas/" + name), found);
      }
    }
  }

  @Test
  void everyListAnswersItemsAndTheCursorOfTheNextPage() {
    JsonNode api = api();
    SoftAssertions softly = new SoftAssertions();
    for (Answer answer : answers(api)) {
      JsonNode schema = resolve(api, answer.content().path("schema"));
      JsonNode properties = schema.path("properties");
      String name = answer.name();
      softly.assertThat(schema.path("type").asString("")).as(name).isNotEqualTo("array");
      boolean list = properties.has("items") || properties.has("nextCursor");
      if (name.startsWith("get ") && list && !PAGED_RESOURCES.contains(name)) {
        softly.assertThat(properties.has("nextCursor")).as("nextCursor of " + name).isTrue();
        JsonNode item = resolve(api, properties.path("items").path("items"));
        softly.assertThat(item.path("properties")).as("items of " + name).isNotEmpty();
      }
    }
    softly.assertAll();
  }
}
