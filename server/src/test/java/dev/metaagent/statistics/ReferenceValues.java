package dev.metaagent.statistics;

import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published values in `protocol/statistics.json`, which the dashboard is checked against too.
final class ReferenceValues {

  private static final JsonNode FILE =
      JsonMapper.builder().build().readTree(Path.of("../protocol/statistics.json").toFile());

  private ReferenceValues() {}

  static Stream<JsonNode> rates() {
    return stream("rates");
  }

  static Stream<JsonNode> differences() {
    return stream("differences");
  }

  private static Stream<JsonNode> stream(String list) {
    return StreamSupport.stream(FILE.get(list).spliterator(), false);
  }
}
