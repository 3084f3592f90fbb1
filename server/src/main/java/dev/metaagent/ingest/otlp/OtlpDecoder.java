package dev.metaagent.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;

/**
 * Turns a body into an OTLP request. Both encodings end in the same protobuf messages, so later
 * code handles one form only. Fails with {@link UndecodableException} and with nothing else; a body
 * of which nothing can be stored is one, unless it is empty.
 */
public final class OtlpDecoder {
  private OtlpDecoder() {}

  /** A {@code /v1/traces} request. */
  public static ExportTraceServiceRequest traces(ContentType type, byte[] body)
      throws UndecodableException {
    return switch (type) {
      case PROTOBUF -> {
        ExportTraceServiceRequest request =
            protobuf(body, ExportTraceServiceRequest.parser(), Misplaced.TRACES);
        boolean spans = request.getResourceSpansCount() > 0;
        yield spans && !storable(request) ? notOf(Misplaced.TRACES, body, request) : request;
      }
      case JSON -> JsonRequests.traces(body);
    };
  }

  /** A {@code /v1/logs} request. */
  public static ExportLogsServiceRequest logs(ContentType type, byte[] body)
      throws UndecodableException {
    return switch (type) {
      case PROTOBUF -> {
        ExportLogsServiceRequest request =
            protobuf(body, ExportLogsServiceRequest.parser(), Misplaced.LOGS);
        boolean logs = request.getResourceLogsCount() > 0;
        yield logs && !storable(request) ? notOf(Misplaced.LOGS, body, request) : request;
      }
      case JSON -> JsonRequests.logs(body);
    };
  }

  /** How many metrics a {@code /v1/metrics} request holds; they are not stored. */
  public static long metrics(ContentType type, byte[] body) throws UndecodableException {
    return switch (type) {
      case PROTOBUF -> {
        try {
          yield MetricCount.of(body);
        } catch (IOException e) {
          throw refusal(Misplaced.METRICS, body);
        }
      }
      case JSON -> JsonRequests.metrics(body);
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
                case METRICS -> ExportMetricsServiceRequest.getDescriptor();
              });
    };
  }

  /** The request of the given signal: one of the messages above. */
  public static MessageLite decode(Signal signal, ContentType type, byte[] body)
      throws UndecodableException {
    return switch (signal) {
      case TRACES -> traces(type, body);
      case LOGS -> logs(type, body);
      case METRICS -> throw new UndecodableException("Metrics are not decoded");
    };
  }

  /** Like {@link #decode(Signal, ContentType, byte[])}, of a stream that is already bounded. */
  public static MessageLite decode(Signal signal, ContentType type, InputStream body)
      throws UndecodableException, IOException {
    return decode(signal, type, body.readAllBytes());
  }

  /** Fields that are not of OTLP are dropped: they could not be searched for personal data. */
  private static <M extends Message> M protobuf(byte[] body, Parser<M> parser, Misplaced expected)
      throws UndecodableException {
    M request;
    try {
      request = DiscardUnknownFieldsParser.wrap(parser).parseFrom(deep(body));
    } catch (IOException e) {
      throw refusal(expected, body);
    }
    if (body.length > 0 && request.getAllFields().isEmpty()) {
      throw refusal(expected, body);
    }
    return request;
  }

  /** The request, unless it is one of another signal. */
  private static <M> M notOf(Misplaced expected, byte[] body, M request)
      throws UndecodableException {
    Misplaced found = WrongSignal.of(body);
    if (found != null && found != expected) {
      throw found.refusal();
    }
    return request;
  }

  private static UndecodableException refusal(Misplaced expected, byte[] body) {
    Misplaced found = Misplaced.ofBytes(ContentType.PROTOBUF, body);
    found = found == null ? WrongSignal.of(body) : found;
    return found != null && found != expected
        ? found.refusal()
        : new UndecodableException("The body is not an OTLP protobuf message");
  }

  /** Whether there is a span with ids, as every one has that is stored. */
  private static boolean storable(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .anyMatch(OtlpDecoder::hasIds);
  }

  private static boolean storable(ExportLogsServiceRequest request) {
    return request.getResourceLogsList().stream()
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .map(LogRecord::getTraceId)
        .anyMatch(id -> id.size() == 16);
  }

  private static boolean hasIds(Span span) {
    return span.getTraceId().size() == 16 && span.getSpanId().size() == 8;
  }

  /** Attributes may be maps in maps, 64 levels deep by default in SDKs; each is three messages. */
  private static CodedInputStream deep(byte[] body) {
    CodedInputStream in = CodedInputStream.newInstance(body);
    in.setRecursionLimit(JsonRequests.DEEPEST_NESTING);
    return in;
  }
}
