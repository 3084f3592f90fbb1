package dev.metaagent.access.http;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.Mode;
import dev.metaagent.access.OwnAddress;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Refuses requests of web pages of other sites where no credential is needed, or where a browser
/// sends it automatically (CSRF, DNS rebinding): a request must be addressed to a name of this
/// machine, and a request of a page must come from a page of this server.
@Component
class ForeignPages {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Mode mode;
  private final OwnAddress address;
  private final CorsSettings cors;
  private final Set<String> hosts;

  ForeignPages(Mode mode, AccessSettings settings, OwnAddress address, CorsSettings cors) {
    this.mode = mode;
    this.address = address;
    this.cors = cors;
    Set<String> names = new TreeSet<>(LOOPBACK);
    settings.hosts().forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(names);
  }

  /// @throws MetaAgentException when the request is addressed to another host, or made by a page of
  ///   another site
  void check(HttpServletRequest request) {
    if (!mode.local()) {
      return;
    }
    String host = request.getServerName();
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      throw new MetaAgentException(
          ErrorCode.FOREIGN_ORIGIN,
          "This server answers to localhost only. Another name is allowed with METAAGENT_HOSTS.");
    }
    String origin = request.getHeader("Origin");
    if (origin == null || !cors.allows(origin)) {
      checkOrigin(request);
    }
  }

  /// The same for credentials that a browser sends automatically, such as a cookie: only a page of
  /// this server may use them, in every mode.
  ///
  /// @throws MetaAgentException when a page of another site made the request
  void checkOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    boolean foreign =
        (origin == null || hidden(origin, request))
            ? crossSite(request)
            : !address.owns(origin, request);
    if (foreign) {
      throw foreign();
    }
  }

  /// Whether a page that tells nobody its address (`Referrer-Policy: no-referrer`) sent a form: its
  /// browser hides the origin, but still says from which site the request came.
  private static boolean hidden(String origin, HttpServletRequest request) {
    return origin.equals("null") && "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
  }

  /// Whether a browser reports that another site caused the request; navigation by a link is
  /// allowed.
  private static boolean crossSite(HttpServletRequest request) {
    @Nullable String site = request.getHeader("Sec-Fetch-Site");
    if (site == null || site.equals("same-origin") || site.equals("none")) {
      return false;
    }
    boolean link =
        "GET".equals(request.getMethod())
            && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
            && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    return !link;
  }

  private static MetaAgentException foreign() {
    return new MetaAgentException(
        ErrorCode.FOREIGN_ORIGIN, "A web page of another site may neither read nor send here.");
  }
}
