package dev.metaagent.ingest;

import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.otlp.BoundedBody;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.OtlpReply;
import dev.metaagent.ingest.otlp.Signal;
import dev.metaagent.ingest.otlp.TooLargeException;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.ingest.senders.RecordHeaders;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// OTLP over HTTP, at the standard paths and at those of other products. 200 means committed.
/// Responses are in the encoding of the request, errors as `google.rpc.Status`.
@RestController
@Hidden
class OtlpController {

  private static final int GRPC_INVALID = 3;
  private static final int GRPC_EXHAUSTED = 8;
  private static final int GRPC_UNAVAILABLE = 14;

  private final Preparation preparation;
  private final IngestQueue ingestQueue;
  private final RecordHeaders numbers;
  private final BoundedBody limited;

  OtlpController(
      Preparation preparation,
      IngestQueue ingestQueue,
      RecordHeaders numbers,
      IngestSettings settings) {
    this.preparation = preparation;
    this.ingestQueue = ingestQueue;
    this.numbers = numbers;
    this.limited = new BoundedBody(settings.maxRequest().toBytes());
  }

  @PostMapping({"/v1/traces", "/api/public/otel/v1/traces", "/otel/v1/traces"})
  ResponseEntity<byte[]> traces(HttpServletRequest request) throws IOException {
    return answer(
        request,
        (type, body) ->
            accept(
                Signal.TRACES,
                type,
                preparation.traces(
                    decoded(request, Signal.TRACES, type, body, OtlpDecoder::traces)),
                request));
  }

  @PostMapping({"/v1/logs", "/api/public/otel/v1/logs", "/otel/v1/logs"})
  ResponseEntity<byte[]> logs(HttpServletRequest request) throws IOException {
    return answer(
        request,
        (type, body) ->
            accept(
                Signal.LOGS,
                type,
                preparation.logs(decoded(request, Signal.LOGS, type, body, OtlpDecoder::logs)),
                request));
  }

  @PostMapping({"/v1/metrics", "/api/public/otel/v1/metrics", "/otel/v1/metrics"})
  ResponseEntity<byte[]> metrics(HttpServletRequest request) throws IOException {
    return answer(
        request,
        (type, body) ->
            reply(
                type,
                Receipt.ofMetrics(
                    decoded(request, Signal.METRICS, type, body, OtlpDecoder::metrics)),
                request));
  }

  /// Some clients probe the address before they send.
  @RequestMapping(
      path = {
        "/v1/traces",
        "/v1/logs",
        "/v1/metrics",
        "/api/public/otel/v1/traces",
        "/otel/v1/traces"
      },
      method = {RequestMethod.HEAD, RequestMethod.GET})
  ResponseEntity<Void> reachable() {
    return ResponseEntity.ok().header("Allow", "POST, HEAD").build();
  }

  private interface Decoding<M> {
    M of(ContentType type, byte[] body) throws UndecodableException;
  }

  /// Decodes a body once heap for the decoded message is reserved.
  private static <M> M decoded(
      HttpServletRequest request,
      Signal signal,
      ContentType type,
      byte[] body,
      Decoding<M> decoding)
      throws UndecodableException {
    BytesInFlight.of(request).take(OtlpDecoder.decodedSize(signal, type, body));
    return decoding.of(type, body);
  }

  private interface Step {
    byte[] run(ContentType type, byte[] body) throws UndecodableException;
  }

  private byte[] accept(
      Signal signal, ContentType type, Preparation.Prepared prepared, HttpServletRequest request) {
    Preparation.Prepared stored = ingestQueue.accept(prepared, numbers.read(request::getHeader));
    return reply(type, Receipt.of(signal, stored), request);
  }

  /// The answer to the sender; Connect is told the same.
  private static byte[] reply(ContentType type, Receipt receipt, HttpServletRequest request) {
    request.setAttribute(RecentAttempts.SPANS, receipt.accepted());
    request.setAttribute(RecentAttempts.PROBLEM, receipt.problem());
    request.setAttribute(RecentAttempts.REMEDY, receipt.remedy());
    String reason = receipt.reason();
    return reason == null
        ? OtlpReply.success(receipt.signal(), type)
        : OtlpReply.partial(receipt.signal(), type, receipt.rejected(), reason);
  }

  private ResponseEntity<byte[]> answer(HttpServletRequest request, Step step) throws IOException {
    Optional<ContentType> type = ContentType.of(request.getContentType());
    if (type.isEmpty()) {
      request.setAttribute(RecentAttempts.PROBLEM, "The content type is none of OTLP.");
      return refusal(
          ContentType.JSON,
          415,
          GRPC_INVALID,
          "send application/x-protobuf or application/json",
          null);
    }
    try {
      byte[] body =
          limited.read(
              request.getInputStream(),
              request.getHeader("Content-Encoding"),
              BytesInFlight.of(request)::take);
      return ResponseEntity.ok()
          .header("Content-Type", type.get().mediaType())
          .body(step.run(type.get(), body));
    } catch (UndecodableException e) {
      request.setAttribute(RecentAttempts.PROBLEM, String.valueOf(e.getMessage()));
      request.setAttribute(RecentAttempts.REMEDY, e.remedy());
      return refusal(type.get(), 400, GRPC_INVALID, e.getMessage(), null);
    } catch (TooLargeException e) {
      request.setAttribute(RecentAttempts.PROBLEM, String.valueOf(e.getMessage()));
      return refusal(type.get(), 413, GRPC_EXHAUSTED, e.getMessage(), null);
    } catch (MetaAgentException e) {
      request.setAttribute(RecentAttempts.PROBLEM, String.valueOf(e.getMessage()));
      int grpc = e.code().type() == ErrorCode.Type.CAPACITY ? GRPC_UNAVAILABLE : GRPC_INVALID;
      return refusal(type.get(), e.code().status(), grpc, e.getMessage(), e.retryAfter());
    }
  }

  private static ResponseEntity<byte[]> refusal(
      ContentType type,
      int status,
      int grpc,
      @Nullable String message,
      java.time.@Nullable Duration retryAfter) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status).header("Content-Type", type.mediaType());
    if (retryAfter != null) {
      answer.header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    return answer.body(OtlpReply.status(type, grpc, String.valueOf(message)));
  }
}
