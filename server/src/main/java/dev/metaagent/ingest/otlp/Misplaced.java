package dev.metaagent.ingest.otlp;

import org.jspecify.annotations.Nullable;

/** What stands in a request from which nothing was read, and where it belongs. */
enum Misplaced {
  TRACES("resourceSpans", "The body holds traces.", "Send traces to <address>/v1/traces."),
  LOGS("resourceLogs", "The body holds logs.", "Send logs to <address>/v1/logs."),
  METRICS(
      "resourceMetrics",
      "The body holds metrics, which are not stored.",
      "Send traces; numbers are made from them. OTEL_METRICS_EXPORTER=none ends the metrics."),
  PROFILES("resourceProfiles", "The body holds profiles, which are not stored.", "Send traces."),
  JSON(
      "",
      "The body is JSON, but the content type says protobuf.",
      "Send OTLP JSON as application/json."),
  PROTOBUF(
      "",
      "The body is protobuf, but the content type says JSON.",
      "Send protobuf as application/x-protobuf."),
  PACKED(
      "",
      "The body is compressed with gzip, but no header says so.",
      "Send the header Content-Encoding: gzip.");

  private final String field;
  private final String problem;
  private final String remedy;

  Misplaced(String field, String problem, String remedy) {
    this.field = field;
    this.problem = problem;
    this.remedy = remedy;
  }

  UndecodableException refusal() {
    return new UndecodableException(problem, remedy);
  }

  /** By a field of a JSON request; null for any other. */
  static @Nullable Misplaced ofField(String name) {
    for (Misplaced kind : values()) {
      if (!kind.field.isEmpty() && kind.field.equals(name)) {
        return kind;
      }
    }
    return null;
  }

  /** By the first bytes of a body that cannot be read as its content type says. */
  static @Nullable Misplaced ofBytes(ContentType type, byte[] body) {
    if (body.length > 2 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b) {
      return PACKED;
    }
    int first = 0;
    while (first < body.length && Character.isWhitespace(body[first])) {
      first++;
    }
    boolean json = first < body.length && (body[first] == '{' || body[first] == '[');
    return switch (type) {
      case PROTOBUF -> json ? JSON : null;
      case JSON -> body.length > 2 && body[0] == 0x0a && !json ? PROTOBUF : null;
    };
  }
}
