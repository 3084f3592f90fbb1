package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells pages of this server from pages of others where the browser does not: any page may open a
/// WebSocket to anywhere, and the browser sends our cookie along.
@Component
public class OwnPages {

  private final @Nullable String publicAuthority;

  OwnPages(AccessSettings settings) {
    this.publicAuthority =
        settings.publicUrl() == null ? null : authority(settings.publicUrl()).orElse(null);
  }

  /// A request without `Origin` is not a page's. The scheme does not count: a proxy may have ended
  /// TLS.
  ///
  /// @throws MetaAgentException when a page of another site asks
  public void require(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return;
    }
    Optional<String> asking = authority(origin);
    boolean own =
        asking.isPresent()
            && (asking.equals(addressed(request, origin)) || asking.get().equals(publicAuthority));
    if (!own) {
      throw new MetaAgentException(
          ErrorCode.FOREIGN_ORIGIN,
          "A web page of another site may not watch here. The address of the dashboard is set with"
              + " METAAGENT_PUBLIC_URL.");
    }
  }

  private static Optional<String> addressed(HttpServletRequest request, String origin) {
    String host = request.getHeader("Host");
    String scheme = origin.startsWith("https:") ? "https://" : "http://";
    return host == null ? Optional.empty() : authority(scheme + host);
  }

  /// Host and port of an address, with the port that its scheme means.
  private static Optional<String> authority(String address) {
    try {
      URI uri = URI.create(address);
      if (uri.getHost() == null) {
        return Optional.empty();
      }
      int port =
          uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
      return Optional.of(uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
