package dev.metaagent.web;

import dev.metaagent.access.OwnAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Headers that every answer carries, so that a browser does with it what we mean and nothing else.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class SecurityHeaders extends OncePerRequestFilter {

  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String DOCUMENTATION =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final PageScripts scripts;
  private final OwnAddress address;

  SecurityHeaders(PageScripts scripts, OwnAddress address) {
    this.scripts = scripts;
    this.address = address;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    response.setHeader("Content-Security-Policy", policy(path));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (address.encrypted(request)) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (path.startsWith("/api/v1/") || path.equals("/metrics")) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(request, response);
  }

  private String policy(String path) {
    if (path.startsWith("/api/docs") || path.startsWith("/api/swagger-ui/")) {
      return DOCUMENTATION;
    }
    return path.startsWith("/api/") || path.startsWith("/v1/") || path.startsWith("/otel/")
        ? NOTHING
        : scripts.policy(path);
  }
}
