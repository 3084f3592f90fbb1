package dev.metaagent.govern.approvals;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableJson;
import dev.metaagent.privacy.Privacy;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Arguments of a question as they may be stored. They pass through the privacy policy as those of
/// a tool call in telemetry do: as the attribute that holds them there.
@Component
class AskedArguments {

  private static final int LARGEST = 64 * 1024;
  private static final String ATTRIBUTE = "gen_ai.tool.call.arguments";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Privacy privacy;

  AskedArguments(Privacy privacy) {
    this.privacy = privacy;
  }

  /// The arguments without personal data and secrets; null where none were sent, or where the
  /// policy drops them.
  @Nullable JsonNode storable(@Nullable JsonNode sent) {
    if (sent == null || sent.isNull() || sent.isMissingNode()) {
      return null;
    }
    if (sent.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw MetaAgentException.invalid("arguments", "at most 64 KB of JSON");
    }
    AnyValue value = value(StorableJson.of(sent));
    ExportTraceServiceRequest clean = privacy.clean(carrying(value));
    return clean.getResourceSpans(0).getScopeSpans(0).getSpans(0).getAttributesList().stream()
        .map(KeyValue::getValue)
        .map(AskedArguments::node)
        .findFirst()
        .orElse(null);
  }

  private static ExportTraceServiceRequest carrying(AnyValue value) {
    KeyValue attribute = KeyValue.newBuilder().setKey(ATTRIBUTE).setValue(value).build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(
                    ScopeSpans.newBuilder().addSpans(Span.newBuilder().addAttributes(attribute))))
        .build();
  }

  private static AnyValue value(JsonNode node) {
    AnyValue.Builder value = AnyValue.newBuilder();
    return switch (node) {
      case ObjectNode object -> {
        KeyValueList.Builder pairs = KeyValueList.newBuilder();
        object
            .properties()
            .forEach(pair ->
                pairs.addValues(
                    KeyValue.newBuilder().setKey(pair.getKey()).setValue(value(pair.getValue()))));
        yield value.setKvlistValue(pairs).build();
      }
      case ArrayNode array -> {
        ArrayValue.Builder items = ArrayValue.newBuilder();
        array.forEach(item -> items.addValues(value(item)));
        yield value.setArrayValue(items).build();
      }
      default -> scalar(node, value).build();
    };
  }

  private static AnyValue.Builder scalar(JsonNode node, AnyValue.Builder value) {
    if (node.isBoolean()) {
      return value.setBoolValue(node.booleanValue());
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? value.setIntValue(node.longValue())
          : value.setDoubleValue(node.doubleValue());
    }
    return node.isString() ? value.setStringValue(node.stringValue()) : value;
  }

  private static JsonNode node(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.stringNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> NODES.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> NODES.numberNode(value.getDoubleValue());
      case ARRAY_VALUE -> {
        ArrayNode items = NODES.arrayNode();
        value.getArrayValue().getValuesList().forEach(item -> items.add(node(item)));
        yield items;
      }
      case KVLIST_VALUE -> {
        ObjectNode pairs = NODES.objectNode();
        value
            .getKvlistValue()
            .getValuesList()
            .forEach(pair -> pairs.set(pair.getKey(), node(pair.getValue())));
        yield pairs;
      }
      case BYTES_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET -> NODES.nullNode();
    };
  }
}
