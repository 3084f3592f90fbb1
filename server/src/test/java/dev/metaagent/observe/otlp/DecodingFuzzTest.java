package dev.metaagent.observe.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.observe.mapping.ActionContent;
import dev.metaagent.observe.mapping.SpanMapping;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DecodingFuzzTest {

  @Property(tries = 3_000)
  void anyBytesAreARequestOrUndecodable(@ForAll byte[] body) {
    for (ContentType type : ContentType.values()) {
      for (Signal signal : Signal.values()) {
        readOrRefuse(signal, type, body);
      }
    }
  }

  @Property(tries = 3_000)
  void anyJsonIsARequestOrUndecodable(@ForAll("json") String body) {
    readOrRefuse(Signal.TRACES, ContentType.JSON, body.getBytes(StandardCharsets.UTF_8));
    readOrRefuse(Signal.LOGS, ContentType.JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3_000)
  void anySpanWithKnownNamesAndAnyValuesIsMapped(@ForAll("attributes") String attributes) {
    String body =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"x\",\"attributes\":"
            + attributes
            + "}]}]}]}";
    readOrRefuse(Signal.TRACES, ContentType.JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON in which the names of OTLP stand before values of any shape. */
  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> scalar =
        Arbitraries.of(
            "null",
            "true",
            "1",
            "-1",
            "1e400",
            "0.5",
            "\"\"",
            "\"ff\"",
            "\"not hex\"",
            "\"18446744073709551616\"",
            "[]",
            "{}");
    Arbitrary<String> name =
        Arbitraries.of(
            "resourceSpans",
            "resourceLogs",
            "scopeSpans",
            "scopeLogs",
            "spans",
            "logRecords",
            "resource",
            "attributes",
            "key",
            "value",
            "stringValue",
            "intValue",
            "doubleValue",
            "bytesValue",
            "arrayValue",
            "kvlistValue",
            "values",
            "traceId",
            "kind",
            "status",
            "code",
            "events",
            "links",
            "startTimeUnixNano",
            "body");
    return Arbitraries.recursive(
        () -> scalar,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
                name.flatMap(key -> inner.map(value -> "{\"" + key + "\":" + value + "}")),
                name.flatMap(key -> inner.map(value -> "{\"" + key + "\":[" + value + "]}"))),
        1,
        8);
  }

  @Provide
  Arbitrary<String> attributes() {
    Arbitrary<String> names =
        Arbitraries.of(
            "gen_ai.operation.name",
            "openinference.span.kind",
            "gen_ai.usage.input_tokens",
            "langfuse.observation.usage_details",
            "langfuse.observation.type",
            "ai.response.providerMetadata",
            "metadata",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "llm.input_messages.0.message.role",
            "llm.input_messages.99999999999.message",
            "llm.output_messages.0",
            "gen_ai.completion.0.tool_calls",
            "input.value",
            "output.value",
            "error.type",
            "tag.tags",
            "metaagent.learnings",
            "langfuse.observation.completion_start_time",
            "");
    Arbitrary<String> values =
        Arbitraries.of(
            "{\"stringValue\":\"chat\"}",
            "{\"stringValue\":\"LLM\"}",
            "{\"stringValue\":\"generation\"}",
            "{\"stringValue\":\"{\"}",
            "{\"stringValue\":\"{}\"}",
            "{\"stringValue\":\"[[[[[[[[[[[[\"}",
            "{\"stringValue\":\"{\\\"messages\\\":[[[[[[[[[[[[]]]]]]]]]]]]}\"}",
            "{\"stringValue\":\"{\\\"input\\\":-5,\\\"total\\\":1e300}\"}",
            "{\"stringValue\":\"[{\\\"role\\\":5,\\\"content\\\":{\\\"a\\\":null}}]\"}",
            "{\"stringValue\":\"{\\\"lc\\\":1,\\\"kwargs\\\":null,\\\"id\\\":[]}\"}",
            "{\"stringValue\":\"{\\\"generations\\\":[[null,3,{\\\"message\\\":7}]]}\"}",
            "{\"stringValue\":\"\\\"\\\\\\\"{}\\\\\\\"\\\"\"}",
            "{\"stringValue\":\"+999999999-12-31T23:59:59Z\"}",
            "{\"intValue\":-1}",
            "{\"doubleValue\":1e300}",
            "{\"doubleValue\":\"NaN\"}",
            "{\"boolValue\":true}",
            "{\"arrayValue\":{\"values\":[null,{\"stringValue\":\"a\"},{\"intValue\":1}]}}",
            "{\"kvlistValue\":{\"values\":[{\"key\":\"role\",\"value\":{}}]}}",
            "{}");
    return names
        .flatMap(name -> values.map(value -> "{\"key\":\"" + name + "\",\"value\":" + value + "}"))
        .list()
        .ofMaxSize(6)
        .map(list -> "[" + String.join(",", list) + "]");
  }

  private static void readOrRefuse(Signal signal, ContentType type, byte[] body) {
    try {
      if (OtlpDecoder.decode(signal, type, body) instanceof ExportTraceServiceRequest request) {
        understand(request);
      }
    } catch (UndecodableException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void understand(ExportTraceServiceRequest request) {
    for (ResourceSpans group : request.getResourceSpansList()) {
      for (ScopeSpans scoped : group.getScopeSpansList()) {
        for (Span span : scoped.getSpansList()) {
          assertThat(SpanMapping.map(group.getResource(), scoped.getScope(), span)).isNotNull();
          assertThat(ActionContent.of(group.getResource(), scoped.getScope(), span, List.of()))
              .isNotNull();
        }
      }
    }
  }
}
