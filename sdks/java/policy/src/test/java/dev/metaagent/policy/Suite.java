package dev.metaagent.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/// A suite of protocol/conformance, read by another JSON library than the module's own, so that its
/// values are those of any library.
record Suite(String name, JsonNode cases) {

  private static final ObjectMapper JACKSON = new ObjectMapper();

  static Suite read(String name) {
    Path file = Path.of(System.getProperty("metaagent.conformance", ""), name + ".json");
    try {
      return new Suite(name, JACKSON.readTree(file.toFile()).path("cases"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<DynamicTest> each(BiConsumer<JsonNode, JsonNode> test) {
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one ->
            DynamicTest.dynamicTest(
                name + ": " + one.path("name").asText(),
                () -> test.accept(one.path("in"), one.path("out"))));
  }

  /// Maps, lists, texts, numbers, booleans, null.
  static @Nullable Object plain(JsonNode node) {
    return JACKSON.convertValue(node, Object.class);
  }

  static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }
}
