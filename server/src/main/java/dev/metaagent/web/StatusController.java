package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Mode;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who asks, for whom, and of which version.
@RestController
@Tag(name = "Status", description = "This server and who asks it")
class StatusController {

  /// The organization that is worked for.
  record OrganizationView(String id, String name, String timeZone) {}

  /// Who asks.
  record PrincipalView(String name, Role role) {}

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
  private final Organizations organizations;
  private final Clock clock;

  StatusController(Version version, Mode mode, Organizations organizations, Clock clock) {
    this.version = version;
    this.mode = mode;
    this.organizations = organizations;
    this.clock = clock;
  }

  @GetMapping("/api/v1/status")
  @Operation(summary = "The server, the organization and the caller")
  Status status() {
    Principal principal = Caller.current();
    Organization organization =
        organizations.all().stream()
            .filter(known -> known.id().equals(principal.organization()))
            .findFirst()
            .orElseThrow(() -> MetaAgentException.notFound("the organization"));
    return new Status(
        version.number(),
        mode.wire(),
        new OrganizationView(
            organization.id().toString(), organization.name(), organization.timeZone().getId()),
        new PrincipalView(principal.name(), principal.role()),
        clock.instant());
  }
}
