package dev.metaagent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// What a browser sees at an address that holds no page.
@Component
class Pages {

  private static final Resource NOT_FOUND = new ClassPathResource("dashboard/404.html");
  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>MetaAgent</title>
      <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em">
      <h1>MetaAgent runs</h1>
      <p>This build holds no dashboard. <code>./metaagent up</code> builds it;
      the API is described at <a href="/api/docs">/api/docs</a>.</p>
      </body>
      </html>
      """;

  /// The page, or null where a program asks.
  @Nullable ResponseEntity<Resource> notFound(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    boolean front = request.getRequestURI().equals("/");
    if (!front && (accept == null || !accept.contains("text/html"))) {
      return null;
    }
    if (NOT_FOUND.exists()) {
      return page(404, NOT_FOUND);
    }
    return front
        ? page(200, new ByteArrayResource(NOT_BUILT.getBytes(StandardCharsets.UTF_8)))
        : null;
  }

  private static ResponseEntity<Resource> page(int status, Resource page) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noCache())
        .body(page);
  }
}
