package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Mode;
import dev.metaagent.access.OrganizationView;
import dev.metaagent.access.PrincipalView;
import dev.metaagent.access.SessionView;
import dev.metaagent.access.SessionViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who asks, for whom, and of which version.
@RestController
@Tag(name = "Status", description = "This server and who asks it")
class StatusController {

  /// The server as the caller sees it.
  ///
  /// @param mode `local`: no login is needed; `server`: every request needs a credential
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Status(
      String version,
      String mode,
      OrganizationView organization,
      PrincipalView principal,
      Instant now) {}

  private final Version version;
  private final Mode mode;
  private final SessionViews sessionViews;
  private final Clock clock;

  StatusController(Version version, Mode mode, SessionViews sessionViews, Clock clock) {
    this.version = version;
    this.mode = mode;
    this.sessionViews = sessionViews;
    this.clock = clock;
  }

  @GetMapping("/api/v1/status")
  @Operation(summary = "The server, the organization and the caller")
  Status status() {
    SessionView session = sessionViews.of(Caller.current());
    return new Status(
        version.number(),
        mode.wire(),
        Objects.requireNonNull(session.organization()),
        Objects.requireNonNull(session.principal()),
        clock.instant());
  }
}
