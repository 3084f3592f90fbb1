package dev.metaagent.ingest.webhooks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.MetaAgentException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MappingEffortTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /// Many objects, each inside the one before, with a value in the innermost.
  private static JsonNode nested(String innermost) {
    return json("{\"a\":".repeat(400) + innermost + "}".repeat(400));
  }

  private static String list(int size, String element) {
    return IntStream.range(0, size)
        .mapToObj(_ -> element)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Mapping mapping(String each, String path, int fields) {
    String attributes =
        IntStream.range(0, fields)
            .mapToObj(i -> ",\"attributes.k" + i + "\":\"" + path + "\"")
            .collect(Collectors.joining());
    return Mapping.compile(
        json("{\"each\":\"" + each + "\",\"fields\":{\"agent\":\"=A\"" + attributes + "}}"));
  }

  @Test
  void itemsInsideEachOtherAreNotSearchedOverAndOver() {
    JsonNode body = nested(list(100_000, "0"));
    Mapping mapping = mapping("$..a", "@..absent", 90);

    assertThatThrownBy(() -> mapping.read(body))
        .isInstanceOf(MetaAgentException.class)
        .hasMessageContaining("looks at more than");
  }

  @Test
  void theWholeBodyIsNotCopiedForEachItem() {
    JsonNode body = json("[" + "\"" + "x".repeat(500_000) + "\"," + "0,".repeat(900) + "0]");
    Mapping mapping = mapping("$[*]", "$", 1);

    assertThatThrownBy(() -> mapping.read(body))
        .isInstanceOf(MetaAgentException.class)
        .hasMessageContaining("copies more than");
  }

  @Test
  void valuesInsideEachOtherDoNotMakeOneHugeText() {
    JsonNode body = nested("\"" + "x".repeat(500_000) + "\"");
    Mapping mapping = mapping("$", "$..a", 1);

    assertThatThrownBy(() -> mapping.read(body))
        .isInstanceOf(MetaAgentException.class)
        .hasMessageContaining("copies more than");
  }

  @Test
  void aLongConstantIsNotRepeatedForManyItems() {
    Mapping mapping = mapping("$[*]", "=" + "x".repeat(50_000), 1);
    JsonNode body = json(list(1_000, "0"));

    assertThatThrownBy(() -> mapping.read(body))
        .isInstanceOf(MetaAgentException.class)
        .hasMessageContaining("copies more than");
  }

  @Test
  void aThousandOrdinaryItemsAreRead() {
    JsonNode body = json("{\"items\":" + list(1_000, "{\"x\":{\"y\":1}}") + "}");

    MappedEvents read = mapping("$.items[*]", "@..y", 40).read(body);

    assertThat(read.errors()).isEmpty();
    assertThat(read.executions()).hasSize(1_000);
  }
}
