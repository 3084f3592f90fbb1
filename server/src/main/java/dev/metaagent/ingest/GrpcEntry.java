package dev.metaagent.ingest;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.BodySettings;
import dev.metaagent.access.Credential;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.IngestLimits;
import dev.metaagent.access.Principal;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Organizations;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Authenticates before a gRPC call begins and limits the time of its message. What became of each
/// call is recorded for Connect: of a refused one here, of an admitted one by its {@link Visit}.
@Component
class GrpcEntry implements ServerInterceptor, AutoCloseable {

  private static final Context.Key<Visit> VISIT = Context.key("visit");
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
  private static final Metadata.Key<String> API_KEY = header("x-api-key");
  private static final Metadata.Key<String> USER_AGENT = header("user-agent");
  private static final int OK = 200;
  private static final int UNSUPPORTED = 415;

  private final Authenticator authenticator;
  private final RecentAttempts attempts;
  private final Organizations organizations;
  private final IngestLimits limits;
  private final BodySettings bodies;
  private final IngestSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("otlp-timer").factory());

  GrpcEntry(
      Authenticator authenticator,
      RecentAttempts attempts,
      Organizations organizations,
      IngestLimits limits,
      BodySettings bodies,
      IngestSettings settings,
      Clock clock) {
    this.authenticator = authenticator;
    this.attempts = attempts;
    this.organizations = organizations;
    this.limits = limits;
    this.bodies = bodies;
    this.settings = settings;
    this.clock = clock;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /// An admitted call.
  final class Visit {

    private final Principal principal;
    private final AuthResult admission;
    private final Sender sender;
    private final Metadata headers;
    private @Nullable String remedy;

    private Visit(Principal principal, AuthResult admission, Sender sender, Metadata headers) {
      this.principal = principal;
      this.admission = admission;
      this.sender = sender;
      this.headers = headers;
    }

    @Nullable String header(String name) {
      return headers.get(GrpcEntry.header(name));
    }

    Principal principal() {
      return principal;
    }

    void answered(Receipt receipt) {
      note(admission, sender, OK, receipt.accepted(), receipt.problem(), receipt.remedy());
    }

    /// Keeps what to change at the sender, for a refusal that follows.
    void advise(@Nullable String change) {
      remedy = change;
    }

    void refused(MetaAgentException reason) {
      note(admission, sender, reason.code().status(), null, reason.getMessage(), remedy);
    }
  }

  /// Who sent what.
  ///
  /// @param method gRPC, or what came instead of it
  record Sender(String method, String path, String remote, String client) {

    private static final int LONGEST = 300;

    Sender {
      path = shortened(path);
      client = shortened(client);
    }

    private static Sender of(ServerCall<?, ?> call, Metadata headers) {
      SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      String client = headers.get(USER_AGENT);
      return new Sender(
          "gRPC",
          "/" + call.getMethodDescriptor().getFullMethodName(),
          remote instanceof InetSocketAddress internet
              ? internet.getAddress().getHostAddress()
              : String.valueOf(remote),
          IngestAttempt.client(client));
    }

    private static String shortened(String text) {
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
  }

  /// The call that this thread serves.
  static Visit visit() {
    return Objects.requireNonNull(VISIT.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Sender sender = Sender.of(call, headers);
    Credential credential = Credential.of(headers.get(AUTHORIZATION), headers.get(API_KEY));
    AuthResult admission = authenticator.authenticate(credential, sender.remote());
    try {
      Visit visit = new Visit(admitted(admission), admission, sender, headers);
      return new GrpcBodyInTime<>(
          Contexts.interceptCall(Context.current().withValue(VISIT, visit), call, headers, next),
          call,
          timer,
          bodies.timeout());
    } catch (MetaAgentException e) {
      note(admission, sender, e.code().status(), null, e.getMessage(), remedy(e));
      StatusRuntimeException refusal = GrpcRefusal.of(e);
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
  }

  private Principal admitted(AuthResult admission) {
    Principal principal = admission.orThrow();
    if (!principal.role().covers(Role.INGEST)) {
      throw new MetaAgentException(ErrorCode.FORBIDDEN, "This credential may not send telemetry.");
    }
    limits.check(principal);
    return principal;
  }

  private static @Nullable String remedy(MetaAgentException refusal) {
    return switch (refusal.code().status()) {
      case 401 -> "Send a key: OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<key>";
      case 403 -> "Use a key with the scope ingest or admin.";
      default -> null;
    };
  }

  private void note(
      AuthResult admission,
      Sender sender,
      int status,
      @Nullable Long spans,
      @Nullable String problem,
      @Nullable String remedy) {
    IngestAttempt attempt =
        new IngestAttempt(
            clock.instant(),
            status,
            sender.method(),
            sender.path(),
            settings.otlpGrpcPort(),
            sender.remote(),
            sender.client(),
            spans,
            1,
            problem,
            remedy,
            admission.credential(),
            admission instanceof AuthResult.Authenticated known ? known.product() : null);
    admission
        .audience(organizations)
        .ifPresent(organization -> attempts.record(organization, attempt));
  }

  /// Records what came to the port and is no gRPC.
  void stranger(Sender sender, Credential credential, String problem, String remedy) {
    AuthResult admission = authenticator.authenticate(credential, sender.remote());
    note(admission, sender, UNSUPPORTED, null, problem, remedy);
  }

  /// What an HTTP client is told.
  String placeOfHttp() {
    return settings.otlpHttpPort() == 0
        ? "Send OTLP over HTTP to the main port"
        : "Send OTLP over HTTP to port " + settings.otlpHttpPort();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
