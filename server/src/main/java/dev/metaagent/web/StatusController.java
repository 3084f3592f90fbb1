package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Mode;
import dev.metaagent.access.Principal;
import dev.metaagent.access.PrincipalView;
import dev.metaagent.events.ConsumerStatus;
import dev.metaagent.events.ConsumerStatuses;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.OrganizationView;
import dev.metaagent.tenancy.Organizations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who asks, for whom, and of which version.
@RestController
@Tag(name = "Status", description = "The server and the caller")
class StatusController {

  /// The server as the caller sees it.
  ///
  /// @param consumers what follows the event log (numbers, search): how far it is behind; null
  ///   while that is unknown
  /// @param mode `local`: no login is needed; `server`: every request needs a credential
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Status(
      String version,
      @Schema(allowableValues = {"local", "server"}) String mode,
      OrganizationView organization,
      PrincipalView principal,
      @Nullable List<ConsumerStatus> consumers,
      Instant now) {}

  private final Version version;
  private final Mode mode;
  private final Organizations organizations;
  private final ConsumerStatuses consumers;
  private final Clock clock;

  StatusController(
      Version version,
      Mode mode,
      Organizations organizations,
      ConsumerStatuses consumers,
      Clock clock) {
    this.version = version;
    this.mode = mode;
    this.organizations = organizations;
    this.consumers = consumers;
    this.clock = clock;
  }

  @GetMapping("/api/v1/status")
  @Operation(summary = "The server, the organization and the caller")
  Status status() {
    Principal caller = Caller.current();
    return new Status(
        version.number(),
        mode.wire(),
        organizations
            .find(caller.organization())
            .map(OrganizationView::of)
            .orElseThrow(() -> MetaAgentException.notFound("the organization")),
        PrincipalView.of(caller),
        consumers(),
        clock.instant());
  }

  private @Nullable List<ConsumerStatus> consumers() {
    try {
      return consumers.of(Caller.current().organization());
    } catch (DataAccessException | TransactionException e) {
      return null;
    }
  }
}
