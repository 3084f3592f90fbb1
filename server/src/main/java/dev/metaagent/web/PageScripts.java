package dev.metaagent.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/// The content security policy of each page of the dashboard. The export puts small scripts into
/// its pages; they are allowed by their hashes, which are computed once at start, and nothing else
/// is.
@Component
class PageScripts {

  private static final String ROOT = "dashboard/";
  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private final Map<String, String> policies;
  private final String otherwise;

  PageScripts() {
    this.policies = policies();
    this.otherwise = policies.getOrDefault("/404", allowing(""));
  }

  /// The policy for what lies at a path.
  String policy(String path) {
    return policies.getOrDefault(path.equals("/") ? "/index" : path, otherwise);
  }

  private static Map<String, String> policies() {
    Map<String, String> policies = new HashMap<>();
    try {
      for (Resource page :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath:/dashboard/**/*.html")) {
        String url = page.getURL().toString();
        String path = url.substring(url.lastIndexOf(ROOT) + ROOT.length() - 1);
        String policy = allowing(hashes(page.getContentAsString(StandardCharsets.UTF_8)));
        // of two pages with one name, the first on the class path is the one that is served
        policies.putIfAbsent(path, policy);
        policies.putIfAbsent(path.substring(0, path.length() - ".html".length()), policy);
      }
    } catch (FileNotFoundException e) {
      return Map.of(); // the dashboard is not built
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return policies;
  }

  static String hashes(String html) {
    TreeSet<String> hashes = new TreeSet<>();
    Matcher matcher = INLINE.matcher(html);
    while (matcher.find()) {
      hashes.add(" 'sha256-" + sha256(matcher.group(1)) + "'");
    }
    return String.join("", hashes);
  }

  private static String allowing(String scripts) {
    return "default-src 'self'; script-src 'self'"
        + scripts
        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri"
        + " 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
