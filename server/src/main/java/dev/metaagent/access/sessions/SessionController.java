package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Caller;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Sessions over HTTP.
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "Session", description = "Who is signed in, and for which organization")
class SessionController {

  /// A sign-in: an address and a password, or a token.
  ///
  /// @param token a JWT of the identity provider
  @Schema(name = "SignIn")
  record SignInRequest(@Nullable String email, @Nullable String password, @Nullable String token) {
    @Override
    public String toString() {
      return "SignInRequest[…]";
    }
  }

  /// A password for whoever holds a link.
  ///
  /// @param token the one of the link
  @Schema(name = "NewPassword")
  record NewPassword(@Nullable String token, @Nullable String password) {
    @Override
    public String toString() {
      return "NewPassword[…]";
    }
  }

  private final SessionViews views;
  private final SignIn signIn;
  private final JwtSignIn jwtSignIn;
  private final Sessions sessions;
  private final Cookies cookies;
  private final KnownDevices devices;

  SessionController(
      SessionViews views,
      SignIn signIn,
      JwtSignIn jwtSignIn,
      Sessions sessions,
      Cookies cookies,
      KnownDevices devices) {
    this.views = views;
    this.signIn = signIn;
    this.jwtSignIn = jwtSignIn;
    this.sessions = sessions;
    this.cookies = cookies;
    this.devices = devices;
  }

  @GetMapping
  @Operation(summary = "Whether this browser is signed in, and how to sign in")
  SessionView session() {
    return views.of(Caller.find());
  }

  @PostMapping
  @Operation(
      summary = "Sign in with a password or a JWT",
      description = "Sets the session cookie. Attempts are rate limited by address.")
  SessionView start(
      @RequestBody SignInRequest wanted, HttpServletRequest request, HttpServletResponse response) {
    return begun(
        wanted.token() == null
            ? signIn.withPassword(wanted.email(), wanted.password(), from(request))
            : jwtSignIn.with(wanted.token(), request.getRemoteAddr()),
        request,
        response);
  }

  @PostMapping("/password")
  @Operation(
      summary = "Set a password with a one-time link, and sign in",
      description = "The link becomes invalid, and other sessions of the member end.")
  SessionView password(
      @RequestBody NewPassword wanted, HttpServletRequest request, HttpServletResponse response) {
    if (wanted.token() == null) {
      throw MetaAgentException.invalid("token", "the token of a link");
    }
    return begun(
        signIn.withLink(wanted.token(), wanted.password(), request.getRemoteAddr()),
        request,
        response);
  }

  private SignIn.From from(HttpServletRequest request) {
    return new SignIn.From(
        request.getRemoteAddr(), cookies.read(request, Cookies.Name.DEVICE).orElse(null));
  }

  private SessionView begun(
      SignIn.Started started, HttpServletRequest request, HttpServletResponse response) {
    cookies.set(
        request,
        response,
        Cookies.Name.SESSION,
        started.token().reveal(),
        sessions.life(started.method()));
    cookies.clear(request, response, Cookies.Name.ORGANIZATION);
    if (started.method() == AuthMethod.PASSWORD) {
      cookies.set(
          request,
          response,
          Cookies.Name.DEVICE,
          devices.cookie(started.email()),
          KnownDevices.REMEMBERED);
    }
    return views.of(started.principal());
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Sign out: the session ends on the server too")
  void end(HttpServletRequest request, HttpServletResponse response) {
    cookies.read(request, Cookies.Name.SESSION).ifPresent(signIn::out);
    cookies.clear(request, response, Cookies.Name.SESSION);
    cookies.clear(request, response, Cookies.Name.ORGANIZATION);
  }
}
