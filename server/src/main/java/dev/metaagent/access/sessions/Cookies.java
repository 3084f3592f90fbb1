package dev.metaagent.access.sessions;

import dev.metaagent.access.OwnAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The cookies of a browser: its session, the organization it chose, and that it is known. No
/// script reads them and no other site's page sends them. Over TLS the name binds a cookie to this
/// host; without it the port is part of the name, since browsers do not keep the ports of a host
/// apart.
@Component
public class Cookies {

  /// What a cookie holds.
  public enum Name {
    SESSION("metaagent-session"),
    ORGANIZATION("metaagent-organization"),
    /// by which a browser is recognised before anybody is signed in
    DEVICE("metaagent-device");

    private final String text;

    Name(String text) {
      this.text = text;
    }
  }

  private final OwnAddress address;

  public Cookies(OwnAddress address) {
    this.address = address;
  }

  public Optional<String> read(HttpServletRequest request, Name name) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    String wanted = name(request, name);
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(wanted) && !cookie.getValue().isBlank()) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  public void set(
      HttpServletRequest request,
      HttpServletResponse response,
      Name name,
      String value,
      Duration age) {
    ResponseCookie cookie =
        ResponseCookie.from(name(request, name), value)
            .httpOnly(true)
            .secure(address.encrypted(request))
            .sameSite("Strict")
            .path("/")
            .maxAge(age)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  void clear(HttpServletRequest request, HttpServletResponse response, Name name) {
    set(request, response, name, "", Duration.ZERO);
  }

  private String name(HttpServletRequest request, Name name) {
    return address.encrypted(request)
        ? "__Host-" + name.text
        : name.text + "-" + request.getServerPort();
  }
}
