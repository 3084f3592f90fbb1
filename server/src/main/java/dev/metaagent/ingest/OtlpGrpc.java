package dev.metaagent.observe;

import com.google.protobuf.Duration;
import dev.metaagent.access.Admission;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Credential;
import dev.metaagent.access.DoorAttempt;
import dev.metaagent.access.DoorAttempts;
import dev.metaagent.access.Doorkeeper;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// OTLP over gRPC on the standard port, with the same intake, credentials and answers as over HTTP.
/// Where the port is taken, a warning says so and the server runs without it.
@Component
class OtlpGrpc implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OtlpGrpc.class);
  private static final Context.Key<Principal> PRINCIPAL = Context.key("principal");
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
  private static final Metadata.Key<String> API_KEY = header("x-api-key");
  private static final Metadata.Key<String> USER_AGENT = header("user-agent");

  private final Preparation preparation;
  private final Intake intake;
  private final Doorkeeper doorkeeper;
  private final DoorAttempts attempts;
  private final ObserveSettings settings;
  private final Clock clock;
  private final String address;
  private @Nullable Server server;

  OtlpGrpc(
      Preparation preparation,
      Intake intake,
      Doorkeeper doorkeeper,
      DoorAttempts attempts,
      ObserveSettings settings,
      Clock clock,
      @Value("${server.address}") String address) {
    this.preparation = preparation;
    this.intake = intake;
    this.doorkeeper = doorkeeper;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
    this.address = address;
  }

  @Override
  public void start() {
    int port = settings.otlpGrpcPort();
    if (port == 0) {
      return;
    }
    if (OtlpHttpPort.taken(address, port)) {
      log.warn(
          "port {} is taken: OTLP/gRPC is not served (METAAGENT_OTLP_GRPC_PORT chooses another)",
          port);
      return;
    }
    try {
      server = build(port).start();
    } catch (IOException e) {
      log.warn("OTLP/gRPC is not served on port {}: {}", port, e.getMessage());
    }
  }

  private Server build(int port) {
    ServerInterceptor gate = new CredentialCheck();
    return io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder.forAddress(
            new InetSocketAddress(address, port), InsecureServerCredentials.create())
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .maxInboundMessageSize((int) settings.maxRequest().toBytes())
        .addService(ServerInterceptors.intercept(new Traces(), gate))
        .addService(ServerInterceptors.intercept(new Logs(), gate))
        .addService(ServerInterceptors.intercept(new Metrics(), gate))
        .build();
  }

  @Override
  public void stop() {
    if (server == null) {
      return;
    }
    server.shutdown();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server = null;
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /// Asks the doorkeeper before a call begins, and writes down who was refused.
  private final class CredentialCheck implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Credential credential = Credential.of(headers.get(AUTHORIZATION), headers.get(API_KEY));
      Admission admission = doorkeeper.admit(credential, remote(call));
      try {
        Principal principal = admission.orThrow();
        if (!principal.role().covers(Role.INGEST)) {
          throw new MetaAgentException(
              ErrorCode.FORBIDDEN, "This credential may not send telemetry.");
        }
        note(call, headers, admission, 200, null);
        return Contexts.interceptCall(
            Context.current().withValue(PRINCIPAL, principal), call, headers, next);
      } catch (MetaAgentException e) {
        note(call, headers, admission, e.code().status(), e.getMessage());
        StatusRuntimeException refusal = refusal(e);
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
      }
    }

    private void note(
        ServerCall<?, ?> call,
        Metadata headers,
        Admission admission,
        int status,
        @Nullable String problem) {
      if (!(admission instanceof Admission.Admitted admitted)) {
        return;
      }
      String client = headers.get(USER_AGENT);
      attempts.record(
          admitted.principal().organization(),
          new DoorAttempt(
              clock.instant(),
              status,
              "gRPC",
              "/" + call.getMethodDescriptor().getFullMethodName(),
              settings.otlpGrpcPort(),
              remote(call),
              client == null ? "" : client,
              null,
              1,
              problem,
              null,
              admitted.credential(),
              admitted.product()));
    }

    private static String remote(ServerCall<?, ?> call) {
      SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      return remote instanceof InetSocketAddress internet
          ? internet.getAddress().getHostAddress()
          : String.valueOf(remote);
    }
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
      serve(answer, () -> preparation.traces(request), OtlpGrpc::traceAnswer);
    }
  }

  private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answer) {
      serve(answer, () -> preparation.logs(request), OtlpGrpc::logAnswer);
    }
  }

  private static final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> answer) {
      long points =
          request.getResourceMetricsList().stream()
              .flatMap(resource -> resource.getScopeMetricsList().stream())
              .mapToLong(scope -> scope.getMetricsCount())
              .sum();
      answer.onNext(
          ExportMetricsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportMetricsPartialSuccess.newBuilder()
                      .setRejectedDataPoints(points)
                      .setErrorMessage(
                          "metrics are not stored; send traces, numbers are made from them"))
              .build());
      answer.onCompleted();
    }
  }

  private <A> void serve(
      StreamObserver<A> answer,
      java.util.function.Supplier<Preparation.Prepared> prepare,
      Function<Preparation.Prepared, A> reply) {
    try {
      Principal principal = java.util.Objects.requireNonNull(PRINCIPAL.get());
      Preparation.Prepared prepared =
          Caller.call(
              principal,
              () -> {
                Preparation.Prepared ready = prepare.get();
                intake.accept(ready);
                return ready;
              });
      answer.onNext(reply.apply(prepared));
      answer.onCompleted();
    } catch (MetaAgentException e) {
      answer.onError(refusal(e));
    }
  }

  private static ExportTraceServiceResponse traceAnswer(Preparation.Prepared prepared) {
    ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
    if (prepared.rejected() > 0) {
      answer.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(prepared.rejected())
              .setErrorMessage(String.valueOf(prepared.reason())));
    }
    return answer.build();
  }

  private static ExportLogsServiceResponse logAnswer(Preparation.Prepared prepared) {
    ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
    if (prepared.rejected() > 0) {
      answer.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(prepared.rejected())
              .setErrorMessage(String.valueOf(prepared.reason())));
    }
    return answer.build();
  }

  /// The refusal with the status that makes a client do the right thing: UNAVAILABLE with RetryInfo
  /// is tried again, everything else is not.
  private static StatusRuntimeException refusal(MetaAgentException e) {
    Status.Code code =
        switch (e.code().type()) {
          case CAPACITY -> Status.Code.UNAVAILABLE;
          case OURS -> Status.Code.INTERNAL;
          case POLICY -> Status.Code.PERMISSION_DENIED;
          case CALLER ->
              switch (e.code().status()) {
                case 401 -> Status.Code.UNAUTHENTICATED;
                case 403 -> Status.Code.PERMISSION_DENIED;
                case 413 -> Status.Code.RESOURCE_EXHAUSTED;
                default -> Status.Code.INVALID_ARGUMENT;
              };
        };
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(String.valueOf(e.getMessage()));
    if (e.retryAfter() != null) {
      status.addDetails(
          com.google.protobuf.Any.pack(
              com.google.rpc.RetryInfo.newBuilder()
                  .setRetryDelay(
                      Duration.newBuilder().setSeconds(Math.max(1, e.retryAfter().toSeconds())))
                  .build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
