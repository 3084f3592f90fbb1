package dev.metaagent.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The address under which a browser reaches this server: the origin of its own pages, and whether
/// the connection is encrypted. A proxy that terminates TLS is configured by METAAGENT_PUBLIC_URL,
/// or recognised by its headers if METAAGENT_FORWARDED_HEADERS trusts it.
@Component
public class OwnAddress {

  private final @Nullable URI published;

  OwnAddress(AccessSettings settings) {
    String url = settings.publicUrl();
    this.published = url == null ? null : URI.create(url);
  }

  /// Whether the browser came over TLS.
  public boolean encrypted(HttpServletRequest request) {
    return request.isSecure()
        || (published != null
            && "https".equalsIgnoreCase(published.getScheme())
            && request.getServerName().equalsIgnoreCase(published.getHost()));
  }

  /// Whether an `Origin` is the one of our pages.
  public boolean owns(String origin, HttpServletRequest request) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException _) {
      return false;
    }
    return same(uri, request.getScheme(), request.getServerName(), request.getServerPort())
        || (published != null
            && same(uri, published.getScheme(), published.getHost(), port(published)));
  }

  private static boolean same(URI origin, String scheme, @Nullable String host, int port) {
    return scheme.equalsIgnoreCase(origin.getScheme())
        && host != null
        && host.equalsIgnoreCase(origin.getHost())
        && port == port(origin);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
