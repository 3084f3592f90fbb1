package dev.metaagent.ingest.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * Turns a body into an OTLP request. Both encodings end in the same protobuf messages, so later
 * code handles one form only. Fails with {@link UndecodableException} and with nothing else.
 */
public final class OtlpDecoder {
  private OtlpDecoder() {}

  /** A {@code /v1/traces} request. */
  public static ExportTraceServiceRequest traces(ContentType type, byte[] body)
      throws UndecodableException {
    return switch (type) {
      case PROTOBUF -> protobuf(() -> ExportTraceServiceRequest.parseFrom(body));
      case JSON -> JsonRequests.traces(body);
    };
  }

  /** A {@code /v1/logs} request. */
  public static ExportLogsServiceRequest logs(ContentType type, byte[] body)
      throws UndecodableException {
    return switch (type) {
      case PROTOBUF -> protobuf(() -> ExportLogsServiceRequest.parseFrom(body));
      case JSON -> JsonRequests.logs(body);
    };
  }

  /** The estimated heap of a decoded request, before it is decoded. */
  public static long decodedSize(Signal signal, ContentType type, byte[] body) {
    return switch (type) {
      case JSON -> DecodedSize.ofOtlpJson(body);
      case PROTOBUF ->
          DecodedSize.ofProtobuf(
              body,
              switch (signal) {
                case TRACES -> ExportTraceServiceRequest.getDescriptor();
                case LOGS -> ExportLogsServiceRequest.getDescriptor();
              });
    };
  }

  /** The request of the given signal: one of the two messages above. */
  public static MessageLite decode(Signal signal, ContentType type, byte[] body)
      throws UndecodableException {
    return switch (signal) {
      case TRACES -> traces(type, body);
      case LOGS -> logs(type, body);
    };
  }

  /** Like {@link #decode(Signal, ContentType, byte[])}, of a stream that is already bounded. */
  public static MessageLite decode(Signal signal, ContentType type, InputStream body)
      throws UndecodableException, IOException {
    return decode(signal, type, body.readAllBytes());
  }

  private static <T> T protobuf(Parsing<T> parsing) throws UndecodableException {
    try {
      return parsing.parse();
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableException("The body is not an OTLP protobuf message");
    }
  }

  private interface Parsing<T> {
    T parse() throws InvalidProtocolBufferException;
  }
}
