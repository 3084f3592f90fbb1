package dev.metaagent.ingest;

import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.Caller;
import dev.metaagent.access.IngestLimits;
import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.Signal;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.ingest.senders.RecordHeaders;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The services of OTLP over gRPC. Messages are read within the limit of bytes in flight and
/// decoded here, so that one that cannot be read is refused with a status of its own.
@Component
class GrpcServices {

  private static final Logger log = LoggerFactory.getLogger(GrpcServices.class);

  private final Preparation preparation;
  private final IngestQueue ingestQueue;
  private final RecordHeaders numbers;
  private final BytesInFlight inFlight;
  private final IngestLimits limits;

  GrpcServices(
      Preparation preparation,
      IngestQueue ingestQueue,
      RecordHeaders numbers,
      BytesInFlight inFlight,
      IngestLimits limits) {
    this.preparation = preparation;
    this.ingestQueue = ingestQueue;
    this.numbers = numbers;
    this.inFlight = inFlight;
    this.limits = limits;
  }

  private interface Export {
    Receipt of(byte[] body) throws UndecodableException;
  }

  /// @param largest the most bytes of a message, after decompression
  List<ServerServiceDefinition> all(GrpcEntry entry, long largest) {
    return List.of(
        service(
            TraceServiceGrpc.getExportMethod(),
            Signal.TRACES,
            largest,
            entry,
            this::traces,
            GrpcServices::traceAnswer),
        service(
            LogsServiceGrpc.getExportMethod(),
            Signal.LOGS,
            largest,
            entry,
            this::logs,
            GrpcServices::logAnswer),
        service(
            MetricsServiceGrpc.getExportMethod(),
            Signal.METRICS,
            largest,
            entry,
            body -> Receipt.ofMetrics(OtlpDecoder.metrics(ContentType.PROTOBUF, body)),
            GrpcServices::metricAnswer));
  }

  private Receipt traces(byte[] body) throws UndecodableException {
    return stored(
        Signal.TRACES, preparation.traces(OtlpDecoder.traces(ContentType.PROTOBUF, body)));
  }

  private Receipt logs(byte[] body) throws UndecodableException {
    return stored(Signal.LOGS, preparation.logs(OtlpDecoder.logs(ContentType.PROTOBUF, body)));
  }

  private Receipt stored(Signal signal, Preparation.Prepared prepared) {
    return Receipt.of(
        signal, ingestQueue.accept(prepared, numbers.read(GrpcEntry.visit()::header)));
  }

  private <Q, A> ServerServiceDefinition service(
      MethodDescriptor<Q, A> method,
      Signal signal,
      long largest,
      GrpcEntry entry,
      Export export,
      Function<Receipt, A> reply) {
    MethodDescriptor<GrpcBody, A> raw =
        method.toBuilder(GrpcBody.marshaller(largest, inFlight), method.getResponseMarshaller())
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(String.valueOf(method.getServiceName()))
            .addMethod(
                raw,
                ServerCalls.asyncUnaryCall(
                    (body, answer) -> serve(body, answer, signal, export, reply)))
            .build();
    return ServerInterceptors.intercept(service, entry);
  }

  private <A> void serve(
      GrpcBody body,
      StreamObserver<A> answer,
      Signal signal,
      Export export,
      Function<Receipt, A> reply) {
    GrpcEntry.Visit visit = GrpcEntry.visit();
    try {
      Receipt receipt = Caller.call(visit.principal(), () -> receipt(body, signal, export, visit));
      visit.answered(receipt);
      answer.onNext(reply.apply(receipt));
      answer.onCompleted();
    } catch (MetaAgentException e) {
      visit.refused(e);
      answer.onError(GrpcRefusal.of(e));
    } catch (RuntimeException e) {
      log.error("telemetry over gRPC failed", e);
      answer.onError(Status.INTERNAL.withDescription("Something failed here.").asException());
    }
  }

  private Receipt receipt(GrpcBody body, Signal signal, Export export, GrpcEntry.Visit visit) {
    try {
      long size = OtlpDecoder.decodedSize(signal, ContentType.PROTOBUF, body.unchecked());
      byte[] bytes = body.bytes(size);
      limits.spend(visit.principal(), body.held());
      return export.of(bytes);
    } catch (UndecodableException e) {
      visit.advise(e.remedy());
      throw new MetaAgentException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static ExportTraceServiceResponse traceAnswer(Receipt receipt) {
    ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
    if (receipt.reason() != null) {
      answer.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(receipt.rejected())
              .setErrorMessage(receipt.reason()));
    }
    return answer.build();
  }

  private static ExportLogsServiceResponse logAnswer(Receipt receipt) {
    ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
    if (receipt.reason() != null) {
      answer.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(receipt.rejected())
              .setErrorMessage(receipt.reason()));
    }
    return answer.build();
  }

  private static ExportMetricsServiceResponse metricAnswer(Receipt receipt) {
    ExportMetricsServiceResponse.Builder answer = ExportMetricsServiceResponse.newBuilder();
    if (receipt.reason() != null) {
      answer.setPartialSuccess(
          ExportMetricsPartialSuccess.newBuilder()
              .setRejectedDataPoints(receipt.rejected())
              .setErrorMessage(receipt.reason()));
    }
    return answer.build();
  }
}
