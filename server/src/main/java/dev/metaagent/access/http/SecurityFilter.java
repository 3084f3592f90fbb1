package dev.metaagent.access.http;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Credential;
import dev.metaagent.access.Endpoint;
import dev.metaagent.access.Endpoints;
import dev.metaagent.access.IngestLimits;
import dev.metaagent.access.Principal;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.Role;
import dev.metaagent.access.http.ForeignProtocols.ForeignProtocol;
import dev.metaagent.access.keys.MetricsToken;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.sessions.ChosenOrganization;
import dev.metaagent.access.sessions.Cookies;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/// The filter that every HTTP request passes through: host and origin, endpoint listed,
/// authentication, role, rate limit, size limit; then the request runs with the principal and its
/// organization in scope.
@Component
public class SecurityFilter implements Filter {

  private static final Set<String> PAGE_METHODS = Set.of("GET", "HEAD");
  private static final Endpoint PAGE = new Endpoint("GET", "/**", null, Endpoint.Kind.OPEN);
  private static final AuthResult NOT_AUTHENTICATED =
      new AuthResult.Refused(
          new MetaAgentException(ErrorCode.UNAUTHENTICATED, "Nobody is authenticated."),
          Credential.Kind.NONE);

  private final Endpoints endpoints;
  private final ForeignPages foreignPages;
  private final Authenticator authenticator;
  private final RateLimits limits;
  private final IngestLimits ingestLimits;
  private final Refusals refusals;
  private final IngestAttemptLog log;
  private final Cookies cookies;
  private final ChosenOrganization chosenOrganization;
  private final ForeignProtocols foreignProtocols;
  private final MetricsToken metrics;
  private final AccessSettings settings;

  SecurityFilter(
      Endpoints endpoints,
      ForeignPages foreignPages,
      Authenticator authenticator,
      RateLimits limits,
      IngestLimits ingestLimits,
      Refusals refusals,
      IngestAttemptLog log,
      Cookies cookies,
      ChosenOrganization chosenOrganization,
      ForeignProtocols foreignProtocols,
      MetricsToken metrics,
      AccessSettings settings) {
    this.endpoints = endpoints;
    this.foreignPages = foreignPages;
    this.authenticator = authenticator;
    this.limits = limits;
    this.ingestLimits = ingestLimits;
    this.refusals = refusals;
    this.log = log;
    this.cookies = cookies;
    this.chosenOrganization = chosenOrganization;
    this.foreignProtocols = foreignProtocols;
    this.metrics = metrics;
    this.settings = settings;
  }

  @Override
  public void doFilter(ServletRequest rawRequest, ServletResponse rawResponse, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) rawRequest;
    HttpServletResponse response = (HttpServletResponse) rawResponse;
    PathContainer path = PathContainer.parsePath(request.getRequestURI());
    switch (endpoints.match(request.getMethod(), path)) {
      case Endpoints.Match.Listed(Endpoint endpoint) -> handle(endpoint, request, response, chain);
      case Endpoints.Match.WrongMethod(var allowed) -> {
        response.setHeader("Allow", String.join(", ", allowed));
        refuseUnlisted(
            request,
            response,
            new MetaAgentException(
                ErrorCode.METHOD_NOT_ALLOWED, request.getMethod() + " is not possible here."),
            path);
      }
      case Endpoints.Match.Unlisted() -> unlisted(path, request, response, chain);
    }
  }

  private void handle(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    AuthResult result = NOT_AUTHENTICATED;
    try {
      foreignPages.check(request);
      result = authenticate(endpoint, request);
      Optional<Principal> caller = authorize(endpoint, result, request);
      limit(endpoint, caller, request);
      BodyTypes.check(endpoint, request);
      try {
        run(caller, bounded(endpoint, caller.isPresent(), request), response, chain);
      } finally {
        spend(endpoint, caller, request);
      }
    } catch (MetaAgentException e) {
      request.setAttribute(RecentAttempts.PROBLEM, e.getMessage());
      refuse(endpoint, request, response, e);
    } finally {
      note(endpoint, request, response.getStatus(), result);
    }
  }

  private void spend(Endpoint endpoint, Optional<Principal> caller, HttpServletRequest request) {
    switch (endpoint.kind()) {
      case OTLP, PLAIN ->
          caller.ifPresent(sender -> ingestLimits.spend(sender, BytesInFlight.of(request).held()));
      case API, AGENT, SIGNED, LINK, OPEN, OPERATOR -> {
        // not telemetry of a key
      }
    }
  }

  /// Telemetry takes credentials in headers only: a browser that is signed in sends none. The
  /// controller of a signed endpoint checks the signature, in a scope of its own.
  private AuthResult authenticate(Endpoint endpoint, HttpServletRequest request) {
    return switch (endpoint.kind()) {
      case OPEN, SIGNED, LINK, OPERATOR -> NOT_AUTHENTICATED;
      case OTLP -> authenticate(header(request), request);
      case PLAIN -> authenticate(credential(request), request);
      case API, AGENT -> {
        if (endpoint.role() == null || becomesSocket(request)) {
          foreignPages.checkOrigin(request);
        }
        yield authenticate(credential(request), request);
      }
    };
  }

  private AuthResult authenticate(Credential credential, HttpServletRequest request) {
    return authenticator.authenticate(credential, request.getRemoteAddr());
  }

  /// Any page may open a WebSocket to anywhere: browsers apply no same-origin policy to it.
  private static boolean becomesSocket(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private static Credential header(HttpServletRequest request) {
    return Credential.of(request.getHeader("Authorization"), request.getHeader("x-api-key"));
  }

  /// The credential of a header, or of the session cookie where there is none.
  private Credential credential(HttpServletRequest request) {
    Credential credential = header(request);
    if (credential instanceof Credential.None) {
      credential =
          cookies
              .read(request, Cookies.Name.SESSION)
              .<Credential>map(Credential.Session::new)
              .orElse(credential);
    }
    if (credential instanceof Credential.Session) {
      foreignPages.checkOrigin(request);
    }
    return credential;
  }

  /// The caller with the role that the endpoint needs; empty only for endpoints that need none.
  private Optional<Principal> authorize(
      Endpoint endpoint, AuthResult result, HttpServletRequest request) {
    return switch (endpoint.kind()) {
      case OPEN, SIGNED, LINK -> Optional.empty();
      case OPERATOR -> {
        metrics.require(request.getHeader("Authorization"), request.getRemoteAddr());
        yield Optional.empty();
      }
      case OTLP -> Optional.of(requireRole(endpoint, result.orThrow()));
      case API, AGENT, PLAIN ->
          endpoint.role() == null && isAnonymous(result)
              ? Optional.empty()
              : Optional.of(requireRole(endpoint, inChosenOrganization(result.orThrow(), request)));
    };
  }

  private static boolean isAnonymous(AuthResult result) {
    return result instanceof AuthResult.Refused(var reason, _)
        && reason.code() == ErrorCode.UNAUTHENTICATED;
  }

  /// Browsers choose an organization with a cookie; a key and a JWT name theirs themselves.
  private Principal inChosenOrganization(Principal principal, HttpServletRequest request) {
    boolean browser =
        principal.method() == AuthMethod.LOCAL || header(request) instanceof Credential.None;
    return browser ? chosenOrganization.apply(principal, request) : principal;
  }

  private static Principal requireRole(Endpoint endpoint, Principal principal) {
    Role needed = endpoint.role();
    if (needed != null && !endpoint.lets(principal.role())) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN,
          "This needs the role "
              + needed.wire()
              + "; this credential has the role "
              + principal.role().wire()
              + ".");
    }
    return principal;
  }

  private void limit(Endpoint endpoint, Optional<Principal> caller, HttpServletRequest request) {
    switch (endpoint.kind()) {
      case API -> caller.ifPresent(limits::pass);
      case AGENT -> caller.ifPresent(limits::passAgent);
      case SIGNED, LINK -> limits.passSigned(request.getRequestURI(), request.getRemoteAddr());
      case OTLP, PLAIN -> caller.ifPresent(ingestLimits::check);
      case OPEN, OPERATOR -> {
        // wrong tokens are limited where they are checked
      }
    }
  }

  private HttpServletRequest bounded(Endpoint endpoint, boolean known, HttpServletRequest request) {
    return switch (endpoint.kind()) {
      case API, AGENT, LINK -> SizeLimitedRequest.of(request, known, settings.maxBodyBytes());
      case OTLP, PLAIN, SIGNED, OPEN, OPERATOR -> request;
    };
  }

  private void refuse(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      MetaAgentException reason)
      throws IOException {
    if (endpoint.kind() == Endpoint.Kind.OTLP) {
      refusals.status(request, response, reason);
    } else {
      refusals.problem(request, response, reason);
    }
  }

  /// Notes attempts to send telemetry. Wrong signatures are rate limited like wrong keys.
  private void note(Endpoint endpoint, HttpServletRequest request, int status, AuthResult result) {
    switch (endpoint.kind()) {
      case OTLP, PLAIN -> log.note(request, status, result);
      case SIGNED -> {
        limits.signedAnswered(request.getRequestURI(), request.getRemoteAddr(), status);
        log.noteSigned(request, status);
      }
      case LINK -> limits.signedAnswered(request.getRequestURI(), request.getRemoteAddr(), status);
      case OPEN, OPERATOR, API, AGENT -> {
        // nothing that an agent sends
      }
    }
  }

  private void unlisted(
      PathContainer path,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Optional<ForeignProtocol> foreign = foreignProtocols.of(path);
    if (foreign.isPresent()) {
      refuseUnlisted(request, response, foreignProtocol(foreign.get(), request), path);
    } else if (PAGE_METHODS.contains(request.getMethod()) && !machinePath(path.value())) {
      handle(PAGE, request, response, chain);
    } else {
      refuseUnlisted(request, response, MetaAgentException.notFound(path.value()), path);
    }
  }

  /// Paths that programs call, which are never answered with a page.
  private static boolean machinePath(String path) {
    return path.startsWith("/api/")
        || path.equals("/api")
        || path.startsWith("/v1/")
        || path.startsWith("/otel/")
        || path.startsWith("/health/")
        || path.startsWith("/actuator");
  }

  private static MetaAgentException foreignProtocol(
      ForeignProtocol foreign, HttpServletRequest request) {
    String address = request.getScheme() + "://" + request.getHeader("Host");
    return new MetaAgentException(
        ErrorCode.FOREIGN_PROTOCOL,
        "This is the protocol of "
            + foreign.product()
            + ". MetaAgent accepts OpenTelemetry (OTLP). "
            + foreign.remedy().replace("<address>", address));
  }

  /// Refuses a request that may have been meant to send telemetry, and notes it for Connect.
  private void refuseUnlisted(
      HttpServletRequest request,
      HttpServletResponse response,
      MetaAgentException reason,
      PathContainer path) {
    MetaAgentException said = reason;
    try {
      foreignPages.check(request);
    } catch (MetaAgentException e) {
      said = e;
    }
    refusals.problem(request, response, said);
    if (!PAGE_METHODS.contains(request.getMethod()) || said.code() == ErrorCode.FOREIGN_PROTOCOL) {
      request.setAttribute(RecentAttempts.PROBLEM, said.getMessage());
      AuthResult result = authenticate(header(request), request);
      log.note(request, response.getStatus(), result, foreignProtocols.of(path));
    }
  }

  private static void run(
      Optional<Principal> caller,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    if (caller.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Outcome outcome =
        Caller.call(
            caller.get(),
            () -> {
              try {
                chain.doFilter(request, response);
                return new Outcome(null, null);
              } catch (IOException e) {
                return new Outcome(e, null);
              } catch (ServletException e) {
                return new Outcome(null, e);
              }
            });
    if (outcome.io() != null) {
      throw outcome.io();
    }
    if (outcome.servlet() != null) {
      throw outcome.servlet();
    }
  }

  /// The exception of the filter chain, passed out of the scope.
  private record Outcome(@Nullable IOException io, @Nullable ServletException servlet) {}
}
