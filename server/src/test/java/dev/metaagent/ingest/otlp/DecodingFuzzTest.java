package dev.metaagent.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.SpanMapping;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random bodies from seeds: a failure names the seed that makes it again. */
class DecodingFuzzTest {

  private static final int TRIES = 3_000;
  private static final int LONGEST = 255;
  private static final int DEEPEST = 8;

  @Test
  void anyBytesAreARequestOrUndecodable() {
    many(
        DecodingFuzzTest::bytes,
        body -> {
          for (ContentType type : ContentType.values()) {
            for (Signal signal : Signal.values()) {
              readOrRefuse(signal, type, body);
            }
          }
        });
  }

  @Test
  void anyJsonIsARequestOrUndecodable() {
    many(
        random -> utf8(json(random, DEEPEST)),
        body -> {
          readOrRefuse(Signal.TRACES, ContentType.JSON, body);
          readOrRefuse(Signal.LOGS, ContentType.JSON, body);
        });
  }

  @Test
  void anySpanWithKnownNamesAndAnyValuesIsMapped() {
    many(
        random ->
            utf8(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"x\",\"attributes\":"
                    + attributes(random)
                    + "}]}]}]}"),
        body -> readOrRefuse(Signal.TRACES, ContentType.JSON, body));
  }

  private static void many(Function<Random, byte[]> making, Consumer<byte[]> reading) {
    for (int seed = 0; seed < TRIES; seed++) {
      byte[] body = making.apply(new Random(seed));
      try {
        reading.accept(body);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
      }
    }
  }

  /** Any bytes; every other body is made of those that mean something in protobuf and JSON. */
  private static byte[] bytes(Random random) {
    byte[] body = new byte[random.nextInt(LONGEST + 1)];
    random.nextBytes(body);
    if (random.nextBoolean()) {
      for (int i = 0; i < body.length; i++) {
        body[i] = STRUCTURAL[random.nextInt(STRUCTURAL.length)];
      }
    }
    return body;
  }

  private static final byte[] STRUCTURAL = {
    0, 1, 2, 8, 9, 10, 12, 18, 26, 34, 127, -1, -128, '{', '}', '[', ']', '"', ':', ',', '\\', 'e'
  };

  /** JSON in which the names of OTLP stand before values of any shape. */
  private static String json(Random random, int depth) {
    int shape = depth == 0 ? 0 : random.nextInt(4);
    return switch (shape) {
      case 1 ->
          Stream.generate(() -> json(random, depth - 1))
              .limit(random.nextInt(4))
              .collect(Collectors.joining(",", "[", "]"));
      case 2 -> "{\"" + one(random, NAMES) + "\":" + json(random, depth - 1) + "}";
      case 3 -> "{\"" + one(random, NAMES) + "\":[" + json(random, depth - 1) + "]}";
      default -> one(random, SCALARS);
    };
  }

  private static String attributes(Random random) {
    return Stream.generate(
            () -> "{\"key\":\"" + one(random, KEYS) + "\",\"value\":" + one(random, VALUES) + "}")
        .limit(random.nextInt(7))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String one(Random random, List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final List<String> SCALARS =
      List.of(
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

  private static final List<String> NAMES =
      List.of(
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

  private static final List<String> KEYS =
      List.of(
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

  private static final List<String> VALUES =
      List.of(
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
