package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The published schemas name exactly the fields that are read, and the examples are taken as they
/// stand.
class ProtocolFilesTest {

  private static final Path PROTOCOL = protocol();

  private static Path protocol() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("protocol/examples"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("the tests run inside the repository");
    }
    return at.resolve("protocol");
  }

  private static JsonNode file(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(PROTOCOL.resolve(name)));
  }

  /// A document with a null in every field of a schema.
  private static ObjectNode everyField(JsonNode schema) {
    ObjectNode all = JsonMapper.shared().createObjectNode();
    schema.get("properties").propertyNames().forEach(all::putNull);
    return all;
  }

  private static <T> Set<String> unknown(
      JsonNode json, BiFunction<JsonNode, DocumentProblems, T> reader) {
    DocumentProblems problems = new DocumentProblems();
    var _ = reader.apply(json, problems);
    Set<String> fields = new TreeSet<>();
    problems.warnings().forEach(warning -> fields.add(warning.field()));
    return fields;
  }

  @Test
  void everyFieldOfTheSchemasIsRead() throws IOException {
    JsonNode schema = file("execution.schema.json");
    ObjectNode run = everyField(schema);
    run.putArray("steps").add(everyField(schema.at("/$defs/step")));
    for (String part : new String[] {"prompt", "error"}) {
      run.set(part, everyField(schema.at("/properties/" + part)));
    }
    assertThat(unknown(run, ExecutionReader::read)).isEmpty();
    assertThat(unknown(everyField(file("outcome.schema.json")), OutcomeReader::read)).isEmpty();
  }

  @Test
  void theSchemasListEveryFieldThatIsRead() throws IOException {
    assertThat(read("ExecutionReader.java")).isSubsetOf(named(file("execution.schema.json")));
    assertThat(read("OutcomeReader.java")).isSubsetOf(named(file("outcome.schema.json")));
  }

  private static Set<String> read(String source) throws IOException {
    String code =
        Files.readString(
            PROTOCOL.resolve("../server/src/main/java/dev/metaagent/ingest/json/" + source));
    Set<String> names = new TreeSet<>();
    java.util.regex.Pattern.compile(
            "\\w+\\.(?:text|required|body|time|count|decimal|number|truth"
                + "|choice|texts|facts|object|objects)\\(\\s*\"(\\w+)\"")
        .matcher(code)
        .results()
        .forEach(found -> names.add(found.group(1)));
    assertThat(names).hasSizeGreaterThan(10);
    return names;
  }

  private static Set<String> named(JsonNode schema) {
    Set<String> names = new TreeSet<>();
    schema.findValues("properties").forEach(properties -> names.addAll(properties.propertyNames()));
    schema.at("/$defs/step/properties").propertyNames().forEach(names::add);
    schema.at("/properties/prompt/properties").propertyNames().forEach(names::add);
    schema.at("/properties/error/properties").propertyNames().forEach(names::add);
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"execution-small.json", "execution-steps.json", "executions-batch.json"})
  void theExamplesOfRunsAreTakenWithoutAWarning(String name) throws IOException {
    taken("/api/v1/executions", name, "stored", "replaced");
  }

  @Test
  void theExamplesOfOutcomesAreTakenWithoutAWarning() throws IOException {
    taken("/api/v1/outcomes", "outcomes.json", "waiting");
  }

  private static void taken(String path, String name, String... states) throws IOException {
    String example = Files.readString(PROTOCOL.resolve("examples/" + name));
    JsonNode answer = JsonMapper.shared().readTree(new Asking().send("POST", path, example).body());
    assertThat(answer.get("items")).isNotEmpty();
    for (JsonNode item : answer.get("items")) {
      assertThat(item.get("state").asString()).as(answer.toString()).isIn((Object[]) states);
      assertThat(item.get("warnings")).as(answer.toString()).isEmpty();
    }
  }
}
