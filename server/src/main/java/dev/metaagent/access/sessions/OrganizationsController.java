package dev.metaagent.access.sessions;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.OrganizationView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The organizations that a caller has access to, and switching between them.
@RestController
@Tag(name = "Session", description = "Who is signed in, and for which organization")
class OrganizationsController {

  /// An organization that the caller can switch to.
  ///
  /// @param simulated whether it holds the example fleet
  /// @param current whether this caller works in it now
  @Schema(name = "OrganizationChoice")
  record Choice(String id, String name, boolean simulated, boolean current) {}

  /// A change of the organization; null fields are kept.
  ///
  /// @param timeZone the zone of its days, such as `Europe/Berlin`
  /// @param reason why, for the journal
  @Schema(name = "OrganizationChange")
  record Edit(@Nullable String name, @Nullable String timeZone, @Nullable String reason) {}

  /// The organization to switch to.
  @Schema(name = "ChosenOrganization")
  record Chosen(@Nullable String id) {}

  private final LinkedOrganizations entrances;
  private final SessionViews views;
  private final OrganizationEdits edits;

  OrganizationsController(
      LinkedOrganizations entrances, SessionViews views, OrganizationEdits edits) {
    this.entrances = entrances;
    this.views = views;
    this.edits = edits;
  }

  @GetMapping("/api/v1/organizations")
  @Operation(summary = "The organizations that this caller has access to")
  Page<Choice> list(HttpServletRequest request) {
    OrganizationId current = Caller.current().organization();
    return Page.of(
        entrances.of(Caller.current(), request).stream()
            .map(organization -> choice(organization, current))
            .toList(),
        null);
  }

  private static Choice choice(Organization organization, OrganizationId current) {
    return new Choice(
        organization.id().toString(),
        organization.name(),
        organization.simulated(),
        organization.id().equals(current));
  }

  @PutMapping("/api/v1/session/organization")
  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "404", ref = "Problem")
  @Operation(summary = "Switch the session of this browser to another organization")
  SessionView choose(
      @RequestBody Chosen wanted, HttpServletRequest request, HttpServletResponse response) {
    OrganizationId id =
        ChosenOrganization.parse(String.valueOf(wanted.id()))
            .orElseThrow(() -> MetaAgentException.invalid("id", "the id of an organization"));
    return views.of(entrances.enter(id, Caller.current(), request, response));
  }

  @PatchMapping("/api/v1/organization")
  @Operation(
      summary = "Rename the organization, or change the zone of its days",
      description = "Days that are already counted are not changed.")
  OrganizationView change(@RequestBody Edit wanted) {
    return OrganizationView.of(
        edits.change(
            wanted.name(), wanted.timeZone(), Reason.of(wanted.reason()), Caller.current().name()));
  }
}
