package dev.metaagent.access.http;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.Credential;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Tells a gRPC client that it called an HTTP port, in the form in which gRPC reads a refusal, and
/// leaves an attempt on Connect: the most common mistake of exporters.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 95)
class GrpcOnHttp implements Filter {

  private static final String UNIMPLEMENTED = "12";
  private static final int UNSUPPORTED = 415;

  private final ForeignPages foreignPages;
  private final Authenticator authenticator;
  private final IngestAttemptLog log;
  private final int grpcPort;

  GrpcOnHttp(
      ForeignPages foreignPages,
      Authenticator authenticator,
      IngestAttemptLog log,
      @Value("${metaagent.ingest.otlp-grpc-port:0}") int grpcPort) {
    this.foreignPages = foreignPages;
    this.authenticator = authenticator;
    this.log = log;
    this.grpcPort = grpcPort;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/grpc")) {
      chain.doFilter(request, response);
      return;
    }
    refuse((HttpServletRequest) request, (HttpServletResponse) response);
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String problem = "gRPC was sent to an HTTP port.";
    String remedy =
        "Choose OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf with"
            + " OTEL_EXPORTER_OTLP_ENDPOINT=<address>"
            + (grpcPort == 0 ? "." : ", or send gRPC to port " + grpcPort + ".");
    answer(request, response, problem + (grpcPort == 0 ? "" : " Its port is " + grpcPort + "."));
    try {
      foreignPages.check(request);
    } catch (MetaAgentException _) {
      return;
    }
    request.setAttribute(RecentAttempts.PROBLEM, problem);
    request.setAttribute(RecentAttempts.REMEDY, remedy);
    Credential credential =
        Credential.of(request.getHeader("Authorization"), request.getHeader("x-api-key"));
    AuthResult admission = authenticator.authenticate(credential, request.getRemoteAddr());
    log.note(request, UNSUPPORTED, admission, Optional.empty());
  }

  private static void answer(
      HttpServletRequest request, HttpServletResponse response, String message) throws IOException {
    if (request.getProtocol().startsWith("HTTP/2")) {
      response.setContentType("application/grpc");
      response.setTrailerFields(
          () -> Map.of("grpc-status", UNIMPLEMENTED, "grpc-message", message));
      response.flushBuffer();
    } else {
      response.setStatus(UNSUPPORTED);
      OtlpStatus.write(response, request.getContentType(), message);
    }
  }
}
