package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Keeps web pages of other sites out where no credential is asked for: a request must be addressed
/// to a name of this machine (a page that rebinds its own name fails here), and a request that a
/// page makes must come from a page of ours.
@Component
class ForeignPages {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Mode mode;
  private final Set<String> hosts;

  ForeignPages(Mode mode, AccessSettings settings) {
    this.mode = mode;
    Set<String> names = new TreeSet<>(LOOPBACK);
    settings.hosts().forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(names);
  }

  /// @throws MetaAgentException when the request is addressed to, or made by, somebody else
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
    if (origin != null && !ownOrigin(origin, request)) {
      throw foreign();
    }
    if (origin == null && crossSite(request)) {
      throw foreign();
    }
  }

  private static boolean ownOrigin(String origin, HttpServletRequest request) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException _) {
      return false;
    }
    return request.getScheme().equalsIgnoreCase(uri.getScheme())
        && request.getServerName().equalsIgnoreCase(uri.getHost())
        && request.getServerPort() == port(uri);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /// A browser says that another site caused the request; following a link to us is fine.
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
