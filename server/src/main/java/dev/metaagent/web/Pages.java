package dev.metaagent.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// The dashboard's own page for an address that does not exist.
@Component
class Pages {

  private static final Resource NOT_FOUND = new ClassPathResource("dashboard/404.html");

  /// The page, or null where a program asks or no dashboard was built.
  @Nullable ResponseEntity<Resource> notFound(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    if (accept == null || !accept.contains("text/html") || !NOT_FOUND.exists()) {
      return null;
    }
    return ResponseEntity.status(404)
        .contentType(MediaType.TEXT_HTML)
        .cacheControl(CacheControl.noCache())
        .body(NOT_FOUND);
  }
}
