package dev.metaagent.ingest;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.BodySettings;
import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Credential;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.Principal;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.Role;
import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.otlp.ContentType;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.Signal;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// OTLP over gRPC on the standard port, with the same queue, credentials and results as over HTTP.
/// If the port is taken, the server logs a warning and runs without it.
@Component
class OtlpGrpc implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OtlpGrpc.class);
  private static final int CALLS_PER_CONNECTION = 32;
  private static final long SILENCE_SECONDS = 10;
  private static final long KEEP_ALIVE_SECONDS = 60;
  private static final long IDLE_SECONDS = 300;
  private static final Context.Key<Principal> PRINCIPAL = Context.key("principal");
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
  private static final Metadata.Key<String> API_KEY = header("x-api-key");
  private static final Metadata.Key<String> USER_AGENT = header("user-agent");

  private final Preparation preparation;
  private final IngestQueue ingestQueue;
  private final Authenticator authenticator;
  private final RecentAttempts attempts;
  private final BytesInFlight inFlight;
  private final BodySettings bodies;
  private final IngestSettings settings;
  private final Clock clock;
  private final String address;
  private final EventLoopGroup accepting =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup reading = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("otlp-timer").factory());
  private @Nullable Server server;

  OtlpGrpc(
      Preparation preparation,
      IngestQueue ingestQueue,
      Authenticator authenticator,
      RecentAttempts attempts,
      BytesInFlight inFlight,
      BodySettings bodies,
      IngestSettings settings,
      Clock clock,
      @Value("${server.address}") String address) {
    this.preparation = preparation;
    this.ingestQueue = ingestQueue;
    this.authenticator = authenticator;
    this.attempts = attempts;
    this.inFlight = inFlight;
    this.bodies = bodies;
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
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(address, port), InsecureServerCredentials.create())
            .channelFactory(() -> new BoundedServerChannel(bodies.telemetryConnections()))
            .bossEventLoopGroup(accepting)
            .workerEventLoopGroup(reading)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize((int) settings.maxRequest().toBytes())
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(SILENCE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    builder.handshakeTimeout(SILENCE_SECONDS, TimeUnit.SECONDS);
    services().forEach(builder::addService);
    return builder.build();
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
    var _ = accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    var _ = reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /// Authenticates before a call begins, and records refused attempts.
  private final class CredentialCheck implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Credential credential = Credential.of(headers.get(AUTHORIZATION), headers.get(API_KEY));
      AuthResult admission = authenticator.authenticate(credential, remote(call));
      try {
        Principal principal = admission.orThrow();
        if (!principal.role().covers(Role.INGEST)) {
          throw new MetaAgentException(
              ErrorCode.FORBIDDEN, "This credential may not send telemetry.");
        }
        note(call, headers, admission, 200, null);
        return new GrpcBodyInTime<>(
            Contexts.interceptCall(
                Context.current().withValue(PRINCIPAL, principal), call, headers, next),
            call,
            timer,
            bodies.timeout());
      } catch (MetaAgentException e) {
        note(call, headers, admission, e.code().status(), e.getMessage());
        StatusRuntimeException refusal = GrpcRefusal.of(e);
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
      }
    }

    private void note(
        ServerCall<?, ?> call,
        Metadata headers,
        AuthResult admission,
        int status,
        @Nullable String problem) {
      if (!(admission instanceof AuthResult.Authenticated admitted)) {
        return;
      }
      String client = headers.get(USER_AGENT);
      attempts.record(
          admitted.principal().organization(),
          new IngestAttempt(
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

  private List<ServerServiceDefinition> services() {
    return List.of(
        service(
            TraceServiceGrpc.getExportMethod(),
            Signal.TRACES,
            bytes -> preparation.traces(OtlpDecoder.traces(ContentType.PROTOBUF, bytes)),
            OtlpGrpc::traceAnswer),
        service(
            LogsServiceGrpc.getExportMethod(),
            Signal.LOGS,
            bytes -> preparation.logs(OtlpDecoder.logs(ContentType.PROTOBUF, bytes)),
            OtlpGrpc::logAnswer),
        ServerInterceptors.intercept(new Metrics(), new CredentialCheck()));
  }

  private interface Prepare {
    Preparation.Prepared of(byte[] body) throws UndecodableException;
  }

  /// A service whose messages are read within the limit of bytes in flight and decoded here.
  private <Q, A> ServerServiceDefinition service(
      MethodDescriptor<Q, A> method,
      Signal signal,
      Prepare prepare,
      Function<Preparation.Prepared, A> reply) {
    MethodDescriptor<GrpcBody, A> raw =
        method.toBuilder(
                GrpcBody.marshaller(settings.maxRequest().toBytes(), inFlight),
                method.getResponseMarshaller())
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(String.valueOf(method.getServiceName()))
            .addMethod(
                raw,
                ServerCalls.asyncUnaryCall(
                    (body, answer) -> serve(answer, () -> read(body, signal, prepare), reply)))
            .build();
    return ServerInterceptors.intercept(service, new CredentialCheck());
  }

  private static Preparation.Prepared read(GrpcBody body, Signal signal, Prepare prepare) {
    try {
      long size = OtlpDecoder.decodedSize(signal, ContentType.PROTOBUF, body.unchecked());
      return prepare.of(body.bytes(size));
    } catch (UndecodableException e) {
      throw new MetaAgentException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
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
          Caller.call(principal, () -> ingestQueue.accept(prepare.get()));
      answer.onNext(reply.apply(prepared));
      answer.onCompleted();
    } catch (MetaAgentException e) {
      answer.onError(GrpcRefusal.of(e));
    } catch (RuntimeException e) {
      log.error("telemetry over gRPC failed", e);
      answer.onError(Status.INTERNAL.withDescription("Something failed here.").asException());
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
}
