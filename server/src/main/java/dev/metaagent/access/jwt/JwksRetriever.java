package dev.metaagent.access.jwt;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/// Fetches public keys from the configured address only, without following redirects.
final class JwksRetriever extends DefaultResourceRetriever {

  private static final int PATIENCE_MILLIS = 3_000;
  private static final int LARGEST_BYTES = 100_000;

  JwksRetriever() {
    super(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_BYTES);
  }

  @Override
  protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
    HttpURLConnection connection = super.openHTTPConnection(url);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }
}
