package dev.metaagent.ingest.otlp;

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

/** OTLP/JSON bodies, read token by token into the protobuf messages. Unknown fields are skipped. */
final class JsonRequests {
  static final int DEEPEST_NESTING = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonRequests() {}

  static ExportTraceServiceRequest traces(byte[] body) throws UndecodableException {
    return read(body, JsonRequests::traces);
  }

  static ExportLogsServiceRequest logs(byte[] body) throws UndecodableException {
    return read(body, JsonRequests::logs);
  }

  private static ExportTraceServiceRequest traces(JsonParser p) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    while (nextField(p)) {
      switch (p.currentName()) {
        case "resourceSpans" -> {
          while (nextElement(p)) {
            request.addResourceSpans(JsonSpans.resourceSpans(p));
          }
        }
        default -> p.skipChildren();
      }
    }
    return request.build();
  }

  private static ExportLogsServiceRequest logs(JsonParser p) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    while (nextField(p)) {
      switch (p.currentName()) {
        case "resourceLogs" -> {
          while (nextElement(p)) {
            request.addResourceLogs(JsonLogs.resourceLogs(p));
          }
        }
        default -> p.skipChildren();
      }
    }
    return request.build();
  }

  private static <T> T read(byte[] body, Reading<T> reading) throws UndecodableException {
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        throw new UndecodableException("The body is not a JSON object");
      }
      T request = reading.read(p);
      if (p.nextToken() != null) {
        throw new UndecodableException("Something follows the JSON object");
      }
      return request;
    } catch (StreamConstraintsException e) {
      throw new UndecodableException("The JSON is nested or sized beyond what is read");
    } catch (JacksonException e) {
      throw new UndecodableException("The body is not valid JSON" + place(e));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new UndecodableException("The JSON is not an OTLP request");
    }
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
    T read(JsonParser p);
  }
}
