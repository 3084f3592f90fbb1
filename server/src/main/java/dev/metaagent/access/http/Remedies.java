package dev.metaagent.access.http;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Credential;
import org.jspecify.annotations.Nullable;

/// The remedy at the sender for each kind of failed attempt. `<address>` and `<key>` stand for this
/// server's own.
final class Remedies {

  private Remedies() {}

  static @Nullable String of(int status, String path, AuthResult admission) {
    if (status == 400 && path.startsWith("/api/v1/")) {
      return "The answer names the fields that are wrong; <address>/api/docs describes the form.";
    }
    return switch (status) {
      case 400 ->
          "The body is not OTLP. Send protobuf as application/x-protobuf or OTLP JSON as"
              + " application/json, gzip or plain.";
      case 401 -> unauthenticated(admission.credential());
      case 403 -> "Use a key with the scope ingest or admin.";
      case 404 -> wrongPath(path);
      case 405 -> "Telemetry is sent with POST to <address>/v1/traces.";
      case 413 -> "Send smaller batches: OTEL_BSP_MAX_EXPORT_BATCH_SIZE=128.";
      case 415 ->
          "Choose OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf (or http/json), so that the content"
              + " type is right.";
      case 429 -> "Nothing: the sender retries. If it persists, send less, or less often.";
      case 503 -> "Nothing: the sender retries until the database is back.";
      default ->
          admission.credential() == Credential.Kind.FOREIGN && status < 300
              ? "Nothing. The other product's credential was ignored, because local mode needs"
                  + " none; in server mode, send a key of this server."
              : null;
    };
  }

  private static String unauthenticated(Credential.Kind kind) {
    return switch (kind) {
      case NONE -> "Add the key: OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<key>";
      case FOREIGN -> "Replace the other product's credential with a key of this server: <key>";
      case INVALID, OURS -> "Create a new key on this page and replace the old one: <key>";
    };
  }

  private static String wrongPath(String path) {
    String right =
        path.contains("log") ? "/v1/logs" : path.contains("metric") ? "/v1/metrics" : "/v1/traces";
    return path.endsWith(right + right) || path.contains("/v1/traces/v1/traces")
        ? "The path is included twice: use OTEL_EXPORTER_OTLP_ENDPOINT=<address> without"
            + " /v1/traces."
        : "Send to <address>" + right + ".";
  }
}
