package dev.metaagent.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Sessions over HTTP.
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "Session", description = "Who is signed in, and for which organization")
class SessionController {

  private final SessionViews views;

  SessionController(SessionViews views) {
    this.views = views;
  }

  @GetMapping
  @Operation(summary = "Whether this browser is signed in, and how it can")
  SessionView session() {
    return views.of(Caller.find());
  }
}
