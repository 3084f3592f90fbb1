package dev.metaagent.access.http;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Writes refusals: as problem details (by the exception resolver of controllers), or as an OTLP
/// status for telemetry.
@Component
class Refusals {

  private final ObjectProvider<HandlerExceptionResolver> resolver;

  Refusals(
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> resolver) {
    this.resolver = resolver;
  }

  void problem(
      HttpServletRequest request, HttpServletResponse response, MetaAgentException reason) {
    if (reason.code() == ErrorCode.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"metaagent\"");
    }
    resolver.getObject().resolveException(request, response, null, reason);
  }

  void status(HttpServletRequest request, HttpServletResponse response, MetaAgentException reason)
      throws IOException {
    response.setStatus(reason.code().status());
    if (reason.code() == ErrorCode.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"metaagent\"");
    }
    Duration wait = reason.retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }
    OtlpStatus.write(response, request.getContentType(), String.valueOf(reason.getMessage()));
  }
}
