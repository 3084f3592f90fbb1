package dev.metaagent.access.http;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Credential;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.http.ForeignProtocols.ForeignProtocol;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Records attempts to send telemetry over HTTP.
@Component
class IngestAttemptLog {

  private static final int MAX_TEXT = 300;

  private static final AuthResult UNKNOWN =
      new AuthResult.Refused(
          new MetaAgentException(ErrorCode.UNAUTHENTICATED, "Nobody is authenticated."),
          Credential.Kind.NONE);

  private final RecentAttempts attempts;
  private final Organizations organizations;
  private final Clock clock;

  IngestAttemptLog(RecentAttempts attempts, Organizations organizations, Clock clock) {
    this.attempts = attempts;
    this.organizations = organizations;
    this.clock = clock;
  }

  void note(HttpServletRequest request, int status, AuthResult admission) {
    note(request, status, admission, Optional.empty());
  }

  void note(
      HttpServletRequest request,
      int status,
      AuthResult admission,
      Optional<ForeignProtocol> foreign) {
    String remedy =
        foreign.map(ForeignProtocol::remedy).orElseGet(() -> remedy(request, status, admission));
    IngestAttempt attempt =
        attempt(
            request,
            status,
            remedy,
            admission.credential(),
            foreign.map(ForeignProtocol::product).orElse(product(admission)));
    admission
        .audience(organizations)
        .ifPresent(organization -> attempts.record(organization, attempt));
  }

  /// What the controller knows, and what follows from the status and the credential.
  private static @Nullable String remedy(
      HttpServletRequest request, int status, AuthResult admission) {
    String known = text(request.getAttribute(RecentAttempts.REMEDY));
    String general = Remedies.of(status, request.getRequestURI(), admission);
    if (known == null) {
      return general;
    }
    return status < 300 && general != null ? known + " " + general : known;
  }

  /// Records a request to an address for signed events.
  void noteSigned(HttpServletRequest request, int status) {
    IngestAttempt attempt =
        attempt(
            request,
            status,
            text(request.getAttribute(RecentAttempts.REMEDY)),
            status == 401 ? Credential.Kind.INVALID : Credential.Kind.NONE,
            null);
    audience(request).ifPresent(organization -> attempts.record(organization, attempt));
  }

  private Optional<OrganizationId> audience(HttpServletRequest request) {
    return request.getAttribute(RecentAttempts.ORGANIZATION) instanceof OrganizationId known
        ? Optional.of(known)
        : UNKNOWN.audience(organizations);
  }

  private IngestAttempt attempt(
      HttpServletRequest request,
      int status,
      @Nullable String remedy,
      Credential.Kind credential,
      @Nullable String product) {
    return new IngestAttempt(
        clock.instant(),
        status,
        request.getMethod(),
        shorten(request.getRequestURI()),
        request.getLocalPort(),
        request.getRemoteAddr(),
        IngestAttempt.client(request.getHeader("User-Agent")),
        spans(request),
        1,
        text(request.getAttribute(RecentAttempts.PROBLEM)),
        remedy,
        credential,
        product);
  }

  private static @Nullable String product(AuthResult admission) {
    return admission instanceof AuthResult.Authenticated admitted ? admitted.product() : null;
  }

  private static @Nullable Long spans(HttpServletRequest request) {
    return request.getAttribute(RecentAttempts.SPANS) instanceof Number number
        ? Long.valueOf(number.longValue())
        : null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : shorten(value.toString());
  }

  private static String shorten(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
