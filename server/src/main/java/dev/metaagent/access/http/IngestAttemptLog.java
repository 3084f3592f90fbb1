package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes down what came to a door over HTTP. What nobody can be named for is kept only where the
/// installation has one organization, so that no tenant sees the attempts of another.
@Component
class DoorBook {

  private static final int MAX_TEXT = 300;

  private final DoorAttempts attempts;
  private final Organizations organizations;
  private final Clock clock;

  DoorBook(DoorAttempts attempts, Organizations organizations, Clock clock) {
    this.attempts = attempts;
    this.organizations = organizations;
    this.clock = clock;
  }

  void note(HttpServletRequest request, int status, Admission admission) {
    note(request, status, admission, Optional.empty());
  }

  void note(
      HttpServletRequest request,
      int status,
      Admission admission,
      Optional<ForeignProtocol> foreign) {
    OrganizationId organization = organization(admission);
    if (organization == null) {
      return;
    }
    String problem = text(request.getAttribute(DoorAttempts.PROBLEM));
    String mend =
        foreign
            .map(ForeignProtocol::mend)
            .orElseGet(() -> Mends.of(status, request.getRequestURI(), admission));
    attempts.record(
        organization,
        new DoorAttempt(
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
            mend,
            admission.credential(),
            foreign.map(ForeignProtocol::product).orElse(product(admission))));
  }

  /// Notes what came to an address for signed events.
  void noteSigned(HttpServletRequest request, int status) {
    OrganizationId organization =
        request.getAttribute(DoorAttempts.ORGANIZATION) instanceof OrganizationId known
            ? known
            : only();
    if (organization == null) {
      return;
    }
    attempts.record(
        organization,
        new DoorAttempt(
            clock.instant(),
            status,
            request.getMethod(),
            shorten(request.getRequestURI()),
            request.getLocalPort(),
            request.getRemoteAddr(),
            client(request),
            spans(request),
            1,
            text(request.getAttribute(DoorAttempts.PROBLEM)),
            text(request.getAttribute(DoorAttempts.MEND)),
            status == 401 ? CredentialKind.INVALID : CredentialKind.NONE,
            null));
  }

  private @Nullable OrganizationId organization(Admission admission) {
    return admission instanceof Admission.Admitted admitted
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

  private static @Nullable String product(Admission admission) {
    return admission instanceof Admission.Admitted admitted ? admitted.product() : null;
  }

  private static String client(HttpServletRequest request) {
    String agent = request.getHeader("User-Agent");
    return agent == null ? "" : shorten(agent);
  }

  private static @Nullable Long spans(HttpServletRequest request) {
    return request.getAttribute(DoorAttempts.SPANS) instanceof Number number
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
