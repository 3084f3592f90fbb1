package dev.metaagent.ingest.otlp;

import static dev.metaagent.ingest.otlp.JsonFields.name;
import static dev.metaagent.ingest.otlp.JsonFields.nextElement;
import static dev.metaagent.ingest.otlp.JsonFields.nextField;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** OTLP/JSON bodies, read token by token into the protobuf messages. Unknown fields are skipped. */
final class JsonRequests {
  /** Attributes may be maps in maps, 64 levels deep by default in SDKs; each is four of these. */
  static final int DEEPEST_NESTING = 300;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonRequests() {}

  static ExportTraceServiceRequest traces(byte[] body) throws UndecodableException {
    return read(body, JsonRequests::traces);
  }

  static ExportLogsServiceRequest logs(byte[] body) throws UndecodableException {
    return read(body, JsonRequests::logs);
  }

  /** How many metrics there are. */
  static long metrics(byte[] body) throws UndecodableException {
    return read(body, JsonRequests::metrics);
  }

  private static Long metrics(JsonParser p) throws UndecodableException {
    TopLevel unread = new TopLevel("resourceMetrics");
    int read = 0;
    long metrics = 0;
    while (nextField(p)) {
      if (name(p).equals("resourceMetrics")) {
        read++;
        metrics += elementsNamed(p, "metrics");
      } else {
        unread.skip(p);
      }
    }
    unread.check(read);
    return metrics;
  }

  /** The number of objects in arrays of that name, anywhere in the value under the cursor. */
  private static long elementsNamed(JsonParser p, String array) {
    long elements = 0;
    int open = 0;
    do {
      JsonToken token = p.currentToken();
      if (open > 0 && token == JsonToken.START_ARRAY && array.equals(p.currentName())) {
        for (; nextElement(p); p.skipChildren()) {
          elements++;
        }
      } else {
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    } while (open > 0 && p.nextToken() != null);
    return elements;
  }

  private static ExportTraceServiceRequest traces(JsonParser p) throws UndecodableException {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    TopLevel unread = new TopLevel("resourceSpans");
    while (nextField(p)) {
      switch (name(p)) {
        case "resourceSpans" -> {
          while (nextElement(p)) {
            request.addResourceSpans(JsonSpans.resourceSpans(p));
          }
        }
        default -> unread.skip(p);
      }
    }
    unread.check(request.getResourceSpansCount());
    return request.build();
  }

  private static ExportLogsServiceRequest logs(JsonParser p) throws UndecodableException {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    TopLevel unread = new TopLevel("resourceLogs");
    while (nextField(p)) {
      switch (name(p)) {
        case "resourceLogs" -> {
          while (nextElement(p)) {
            request.addResourceLogs(JsonLogs.resourceLogs(p));
          }
        }
        default -> unread.skip(p);
      }
    }
    unread.check(request.getResourceLogsCount());
    return request.build();
  }

  private static <T> T read(byte[] body, Reading<T> reading) throws UndecodableException {
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        throw unreadable(body, "The body is not a JSON object");
      }
      T request = read(p, reading);
      if (p.nextToken() != null) {
        throw new UndecodableException("Something follows the JSON object");
      }
      return request;
    } catch (StreamConstraintsException e) {
      throw new UndecodableException("The JSON is nested or sized beyond what is read");
    } catch (JacksonException e) {
      throw unreadable(body, "The body is not valid JSON" + place(e));
    }
  }

  private static <T> T read(JsonParser p, Reading<T> reading) throws UndecodableException {
    try {
      return reading.read(p);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      String at = p.streamReadContext().pathAsPointer().toString().substring(1);
      throw new UndecodableException(
          "The JSON is not an OTLP request"
              + (at.isEmpty() ? "" : ": " + at + ": " + e.getMessage()));
    }
  }

  private static UndecodableException unreadable(byte[] body, String problem) {
    Misplaced found = Misplaced.ofBytes(ContentType.JSON, body);
    return found == null ? new UndecodableException(problem) : found.refusal();
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private interface Reading<T> {
    T read(JsonParser p) throws UndecodableException;
  }
}
