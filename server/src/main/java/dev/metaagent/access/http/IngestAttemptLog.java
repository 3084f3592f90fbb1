package dev.metaagent.access.http;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Credential;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.http.ForeignProtocols.ForeignProtocol;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Records attempts to send telemetry over HTTP. An attempt without a valid credential is kept only
/// where the installation has one organization, so that no tenant sees the attempts of another.
@Component
class IngestAttemptLog {

  private static final int MAX_TEXT = 300;

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
    OrganizationId organization = organization(admission);
    if (organization == null) {
      return;
    }
    String problem = text(request.getAttribute(RecentAttempts.PROBLEM));
    String remedy =
        foreign
            .map(ForeignProtocol::remedy)
            .orElseGet(() -> Remedies.of(status, request.getRequestURI(), admission));
    record(
        organization,
        request,
        status,
        problem,
        remedy,
        admission.credential(),
        foreign.map(ForeignProtocol::product).orElse(product(admission)));
  }

  /// Records a request to an address for signed events.
  void noteSigned(HttpServletRequest request, int status) {
    OrganizationId organization =
        request.getAttribute(RecentAttempts.ORGANIZATION) instanceof OrganizationId known
            ? known
            : only();
    if (organization == null) {
      return;
    }
    record(
        organization,
        request,
        status,
        text(request.getAttribute(RecentAttempts.PROBLEM)),
        text(request.getAttribute(RecentAttempts.REMEDY)),
        status == 401 ? Credential.Kind.INVALID : Credential.Kind.NONE,
        null);
  }

  private void record(
      OrganizationId organization,
      HttpServletRequest request,
      int status,
      @Nullable String problem,
      @Nullable String remedy,
      Credential.Kind credential,
      @Nullable String product) {
    attempts.record(
        organization,
        new IngestAttempt(
            clock.instant(),
            status,
            request.getMethod(),
            shorten(request.getRequestURI()),
            request.getLocalPort(),
            request.getRemoteAddr(),
            client(request),
            spans(request),
            1,
            problem,
            remedy,
            credential,
            product));
  }

  private @Nullable OrganizationId organization(AuthResult admission) {
    return admission instanceof AuthResult.Authenticated admitted
        ? admitted.principal().organization()
        : only();
  }

  /// The organization of an installation that has one.
  private @Nullable OrganizationId only() {
    try {
      List<Organization> real =
          organizations.all().stream().filter(organization -> !organization.simulated()).toList();
      return real.size() == 1 ? real.getFirst().id() : null;
    } catch (RuntimeException _) {
      return null;
    }
  }

  private static @Nullable String product(AuthResult admission) {
    return admission instanceof AuthResult.Authenticated admitted ? admitted.product() : null;
  }

  private static String client(HttpServletRequest request) {
    String agent = request.getHeader("User-Agent");
    return agent == null ? "" : shorten(agent);
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
