package dev.metaagent.ingest.otlp;

import com.google.rpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bodies that answer an OTLP request, in the encoding of the request. */
public final class OtlpReply {
  private static final int LONGEST_MESSAGE = 2_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private OtlpReply() {}

  /** Everything was accepted. */
  public static byte[] success(Signal signal, ContentType type) {
    return partial(signal, type, 0, "");
  }

  /**
   * Some of it was rejected, or (with 0 rejected) accepted with a warning. The sender must not
   * retry.
   */
  public static byte[] partial(Signal signal, ContentType type, long rejected, String message) {
    String text = shortened(message);
    boolean plain = rejected == 0 && text.isEmpty();
    return switch (type) {
      case PROTOBUF -> plain ? new byte[0] : partialProtobuf(signal, rejected, text);
      case JSON -> {
        ObjectNode reply = JSON.createObjectNode();
        if (!plain) {
          partialJson(reply, signal.rejected(), rejected, text);
        }
        yield JSON.writeValueAsBytes(reply);
      }
    };
  }

  /** A {@code google.rpc.Status} for a refused request; the code is a gRPC status code. */
  public static byte[] status(ContentType type, int code, String message) {
    String text = shortened(message);
    return switch (type) {
      case PROTOBUF -> Status.newBuilder().setCode(code).setMessage(text).build().toByteArray();
      case JSON ->
          JSON.writeValueAsBytes(JSON.createObjectNode().put("code", code).put("message", text));
    };
  }

  private static byte[] partialProtobuf(Signal signal, long rejected, String message) {
    return switch (signal) {
      case TRACES ->
          ExportTraceServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportTracePartialSuccess.newBuilder()
                      .setRejectedSpans(rejected)
                      .setErrorMessage(message))
              .build()
              .toByteArray();
      case LOGS ->
          ExportLogsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportLogsPartialSuccess.newBuilder()
                      .setRejectedLogRecords(rejected)
                      .setErrorMessage(message))
              .build()
              .toByteArray();
      case METRICS ->
          ExportMetricsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportMetricsPartialSuccess.newBuilder()
                      .setRejectedDataPoints(rejected)
                      .setErrorMessage(message))
              .build()
              .toByteArray();
    };
  }

  private static void partialJson(ObjectNode reply, String counted, long count, String message) {
    reply
        .putObject("partialSuccess")
        .put(counted, Long.toString(count))
        .put("errorMessage", message);
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}
