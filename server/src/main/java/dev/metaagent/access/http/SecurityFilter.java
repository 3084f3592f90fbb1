package dev.metaagent.access;

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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/// The one way in over HTTP: is the request for us, is the place listed, who is it, may that one,
/// not too often, not too much; then the work runs with the principal and its organization in
/// scope.
@Component
class Gate implements Filter {

  private static final Set<String> PAGE_METHODS = Set.of("GET", "HEAD");
  private static final Set<String> FORM_TYPES =
      Set.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded");

  private final Endpoints endpoints;
  private final ForeignPages foreignPages;
  private final Doorkeeper doorkeeper;
  private final RateLimits limits;
  private final Refusals refusals;
  private final DoorBook book;
  private final Cookies cookies;
  private final ChosenOrganization chosen;
  private final AccessSettings settings;

  Gate(
      Endpoints endpoints,
      ForeignPages foreignPages,
      Doorkeeper doorkeeper,
      RateLimits limits,
      Refusals refusals,
      DoorBook book,
      Cookies cookies,
      ChosenOrganization chosen,
      AccessSettings settings) {
    this.endpoints = endpoints;
    this.foreignPages = foreignPages;
    this.doorkeeper = doorkeeper;
    this.limits = limits;
    this.refusals = refusals;
    this.book = book;
    this.cookies = cookies;
    this.chosen = chosen;
    this.settings = settings;
  }

  @Override
  public void doFilter(ServletRequest rawRequest, ServletResponse rawResponse, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) rawRequest;
    HttpServletResponse response = (HttpServletResponse) rawResponse;
    PathContainer path = PathContainer.parsePath(request.getRequestURI());
    switch (endpoints.match(request.getMethod(), path)) {
      case Endpoints.Match.Listed(Endpoint endpoint) -> listed(endpoint, request, response, chain);
      case Endpoints.Match.WrongMethod(var allowed) -> {
        response.setHeader("Allow", String.join(", ", allowed));
        refuse(request, response, path, wrongMethod(request));
      }
      case Endpoints.Match.Unlisted() -> unlisted(path, request, response, chain);
    }
  }

  private static MetaAgentException wrongMethod(HttpServletRequest request) {
    return new MetaAgentException(
        ErrorCode.METHOD_NOT_ALLOWED, request.getMethod() + " is not possible here.");
  }

  private void listed(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    switch (endpoint.kind()) {
      case OPEN -> {
        try {
          foreignPages.check(request);
        } catch (MetaAgentException e) {
          refusals.problem(request, response, e);
          return;
        }
        chain.doFilter(request, response);
      }
      case API -> api(endpoint, request, response, chain);
      case DOOR -> door(endpoint, request, response, chain);
      case SIGNED -> signed(request, response, chain);
      case PLAIN -> plain(endpoint, request, response, chain);
    }
  }

  private void api(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Optional<Principal> principal;
    HttpServletRequest bounded;
    try {
      foreignPages.check(request);
      principal = caller(endpoint, request);
      principal.ifPresent(limits::pass);
      requireJson(request);
      bounded = new LimitedBody(request, settings.maxBodyBytes());
    } catch (MetaAgentException e) {
      refusals.problem(request, response, e);
      return;
    }
    if (principal.isPresent()) {
      pass(principal.get(), bounded, response, chain);
    } else {
      chain.doFilter(bounded, response);
    }
  }

  /// Who calls; nobody only where the place is open to everybody.
  private Optional<Principal> caller(Endpoint endpoint, HttpServletRequest request) {
    Credential credential = credential(request);
    if (endpoint.role() == null || becomesSocket(request)) {
      foreignPages.checkOrigin(request);
    }
    Admission admission = doorkeeper.admit(credential, request.getRemoteAddr());
    if (endpoint.role() == null && admission instanceof Admission.Refused(var reason, _)) {
      if (reason.code() == ErrorCode.UNAUTHENTICATED) {
        return Optional.empty();
      }
    }
    Principal principal = inChosenOrganization(credential, admission.orThrow(), request);
    authorize(endpoint, principal);
    return Optional.of(principal);
  }

  /// Any page may open a WebSocket to anywhere: the browser asks nobody.
  private static boolean becomesSocket(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /// What a caller shows: in a header, or as a signed-in browser with its cookie.
  private Credential credential(HttpServletRequest request) {
    Credential credential = header(request);
    if (credential instanceof Credential.None) {
      credential = cookie(request);
    }
    if (credential instanceof Credential.Session) {
      foreignPages.checkOrigin(request);
    }
    return credential;
  }

  private Principal inChosenOrganization(
      Credential credential, Principal principal, HttpServletRequest request) {
    boolean browser = credential instanceof Credential.Session || principal.way() == Way.LOCAL;
    return browser ? chosen.apply(principal, request) : principal;
  }

  private Credential cookie(HttpServletRequest request) {
    return cookies
        .read(request, Cookies.Name.SESSION)
        .<Credential>map(Credential.Session::new)
        .orElseGet(Credential.None::new);
  }

  private void door(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Admission admission = new Admission.Refused(wrongMethod(request), CredentialKind.NONE);
    try {
      foreignPages.check(request);
      admission = admit(request);
      Principal principal = admission.orThrow();
      authorize(endpoint, principal);
      refuseForms(request);
      pass(principal, request, response, chain);
    } catch (MetaAgentException e) {
      request.setAttribute(DoorAttempts.PROBLEM, e.getMessage());
      refusals.status(request, response, e);
    } finally {
      book.note(request, response.getStatus(), admission);
    }
  }

  /// Whoever answers checks the signature, in a scope of its own. Who sends wrong ones is slowed
  /// down like who guesses keys; who sent a right one goes on.
  private void signed(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      foreignPages.check(request);
      limits.passSigned(request.getRequestURI(), request.getRemoteAddr());
      chain.doFilter(request, response);
      if (response.getStatus() < 300) {
        limits.rightSigned(request.getRequestURI(), request.getRemoteAddr());
      }
    } catch (MetaAgentException e) {
      request.setAttribute(DoorAttempts.PROBLEM, e.getMessage());
      refusals.problem(request, response, e);
    } finally {
      if (response.getStatus() == 401 || response.getStatus() == 404) {
        limits.failed(request.getRemoteAddr());
      }
      book.noteSigned(request, response.getStatus());
    }
  }

  /// Runs and outcomes as plain JSON: from agents with a key, and from people on the dashboard.
  private void plain(
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Admission admission = new Admission.Refused(wrongMethod(request), CredentialKind.NONE);
    try {
      foreignPages.check(request);
      Credential credential = credential(request);
      admission = doorkeeper.admit(credential, request.getRemoteAddr());
      Principal principal = inChosenOrganization(credential, admission.orThrow(), request);
      authorize(endpoint, principal);
      requireJson(request);
      pass(principal, request, response, chain);
    } catch (MetaAgentException e) {
      request.setAttribute(DoorAttempts.PROBLEM, e.getMessage());
      refusals.problem(request, response, e);
    } finally {
      book.note(request, response.getStatus(), admission);
    }
  }

  /// Doors take credentials in headers only: a browser that is signed in sends no telemetry.
  private Admission admit(HttpServletRequest request) {
    return doorkeeper.admit(header(request), request.getRemoteAddr());
  }

  private static Credential header(HttpServletRequest request) {
    return Credential.of(request.getHeader("Authorization"), request.getHeader("x-api-key"));
  }

  private static void authorize(Endpoint endpoint, Principal principal) {
    Role needed = endpoint.role();
    if (needed != null && !principal.role().covers(needed)) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN,
          "This needs the role "
              + needed.wire()
              + "; this credential has the role "
              + principal.role().wire()
              + ".");
    }
  }

  private static void requireJson(HttpServletRequest request) {
    if (!hasBody(request)) {
      return;
    }
    String type = mediaType(request);
    if (type == null || !(type.equals("application/json") || type.endsWith("+json"))) {
      throw new MetaAgentException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
    }
  }

  private static void refuseForms(HttpServletRequest request) {
    String type = mediaType(request);
    if (hasBody(request) && type != null && FORM_TYPES.contains(type)) {
      throw new MetaAgentException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Telemetry is sent as application/x-protobuf or application/json.");
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static @Nullable String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private void unlisted(
      PathContainer path,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Optional<ForeignProtocol> foreign = ForeignProtocol.of(path);
    boolean page = PAGE_METHODS.contains(request.getMethod()) && !machinePath(path.value());
    if (page && foreign.isEmpty()) {
      try {
        foreignPages.check(request);
      } catch (MetaAgentException e) {
        refusals.problem(request, response, e);
        return;
      }
      chain.doFilter(request, response);
      return;
    }
    refuse(
        request,
        response,
        path,
        foreign
            .map(protocol -> foreignProtocol(protocol, request))
            .orElseGet(() -> MetaAgentException.notFound(path.value())));
  }

  /// Paths that programs call: a page is never what they want.
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
            + ". MetaAgent takes OpenTelemetry (OTLP). "
            + foreign.mend().replace("<address>", address));
  }

  /// Says no to something that may have been meant for a door, and notes it for Connect.
  private void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      PathContainer path,
      MetaAgentException reason) {
    MetaAgentException said = reason;
    try {
      foreignPages.check(request);
    } catch (MetaAgentException e) {
      said = e;
    }
    refusals.problem(request, response, said);
    if (!PAGE_METHODS.contains(request.getMethod()) || said.code() == ErrorCode.FOREIGN_PROTOCOL) {
      request.setAttribute(DoorAttempts.PROBLEM, said.getMessage());
      book.note(request, response.getStatus(), admit(request), ForeignProtocol.of(path));
    }
  }

  private static void pass(
      Principal principal,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Outcome outcome =
        Caller.call(
            principal,
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

  /// What the chain threw, carried out of the scope.
  private record Outcome(@Nullable IOException io, @Nullable ServletException servlet) {}
}
