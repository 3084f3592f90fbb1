package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Keeps `protocol/openapi.yaml` equal to what the server says about itself. After a change of the
/// API: `mvn test -pl server -Dtest=OpenApiTest -Dopenapi.write=true`.
class OpenApiTest {

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
  void everyOperationHasASummaryATagExamplesAndItsErrors() {
    JsonNode api = TestServer.json(TestServer.local().get("/api/openapi"));
    SoftAssertions softly = new SoftAssertions();
    api.get("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((method, operation) -> {
              String name = method + " " + path;
              softly.assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
              softly.assertThat(operation.path("tags").size()).as("tags of " + name).isOne();
              softly.assertThat(operation.path("x-role").isMissingNode()).as(name).isFalse();
              softly.assertThat(operation.get("responses").has("401")).as(name).isTrue();
              operation
                  .get("responses")
                  .forEachEntry((status, response) -> {
                    JsonNode json = response.path("content").path("application/json");
                    if (status.startsWith("2") && !json.isMissingNode()) {
                      softly
                          .assertThat(json.has("example") || json.has("examples"))
                          .as("example of " + name)
                          .isTrue();
                    }
                  });
            }));
    softly.assertAll();
  }
}
