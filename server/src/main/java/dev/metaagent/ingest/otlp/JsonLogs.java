package dev.metaagent.ingest.otlp;

import static dev.metaagent.ingest.otlp.JsonFields.enumeration;
import static dev.metaagent.ingest.otlp.JsonFields.id;
import static dev.metaagent.ingest.otlp.JsonFields.int32;
import static dev.metaagent.ingest.otlp.JsonFields.int64;
import static dev.metaagent.ingest.otlp.JsonFields.name;
import static dev.metaagent.ingest.otlp.JsonFields.nextElement;
import static dev.metaagent.ingest.otlp.JsonFields.nextField;
import static dev.metaagent.ingest.otlp.JsonFields.text;
import static dev.metaagent.ingest.otlp.JsonValues.attributes;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import tools.jackson.core.JsonParser;

/** The records of an OTLP/JSON log request. */
final class JsonLogs {
  private JsonLogs() {}

  static ResourceLogs resourceLogs(JsonParser p) {
    ResourceLogs.Builder group = ResourceLogs.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "resource" -> group.setResource(JsonValues.resource(p));
        case "scopeLogs", "instrumentationLibraryLogs" -> {
          while (nextElement(p)) {
            group.addScopeLogs(scopeLogs(p));
          }
        }
        case "schemaUrl" -> group.setSchemaUrl(text(p));
        default -> p.skipChildren();
      }
    }
    return group.build();
  }

  private static ScopeLogs scopeLogs(JsonParser p) {
    ScopeLogs.Builder group = ScopeLogs.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "scope", "instrumentationLibrary" -> group.setScope(JsonValues.scope(p));
        case "logRecords", "logs" -> {
          while (nextElement(p)) {
            group.addLogRecords(logRecord(p));
          }
        }
        case "schemaUrl" -> group.setSchemaUrl(text(p));
        default -> p.skipChildren();
      }
    }
    return group.build();
  }

  private static LogRecord logRecord(JsonParser p) {
    LogRecord.Builder log = LogRecord.newBuilder();
    while (nextField(p)) {
      switch (name(p)) {
        case "timeUnixNano" -> log.setTimeUnixNano(int64(p));
        case "observedTimeUnixNano" -> log.setObservedTimeUnixNano(int64(p));
        case "severityNumber" ->
            log.setSeverityNumberValue(enumeration(p, "SEVERITY_NUMBER_", JsonLogs::severity));
        case "severityText" -> log.setSeverityText(text(p));
        case "body" -> log.setBody(JsonValues.anyValue(p));
        case "attributes" -> attributes(p, log::addAttributes);
        case "droppedAttributesCount" -> log.setDroppedAttributesCount(int32(p));
        case "flags" -> log.setFlags(int32(p));
        case "traceId" -> log.setTraceId(id(p));
        case "spanId" -> log.setSpanId(id(p));
        case "eventName" -> log.setEventName(text(p));
        default -> p.skipChildren();
      }
    }
    return log.build();
  }

  private static int severity(String name) {
    for (SeverityNumber number : SeverityNumber.values()) {
      if (number != SeverityNumber.UNRECOGNIZED && number.name().equals(name)) {
        return number.getNumber();
      }
    }
    return SeverityNumber.SEVERITY_NUMBER_UNSPECIFIED_VALUE;
  }
}
