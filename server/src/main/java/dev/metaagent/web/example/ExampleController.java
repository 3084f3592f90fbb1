package dev.metaagent.web.example;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.OrganizationView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The example organization over HTTP.
@RestController
@RequestMapping("/api/v1/example")
@Tag(name = "Example", description = "The organization of the simulated example fleet")
class ExampleController {

  /// Why it is wanted.
  @Schema(name = "ExampleRequest")
  record ExampleRequest(
      @Schema(description = "kept in the journal", example = "to show it around")
          @Nullable String reason) {}

  /// The organization, and the keys of its fleet, shown here only; those of earlier answers are
  /// revoked.
  ///
  /// @param key a key of the scope agent, with which the fleet sends and reads its policies
  /// @param setupKey an admin key of the example, which expires after an hour
  @Schema(name = "ExampleAnswer")
  record Opened(OrganizationView organization, String key, String setupKey) {}

  /// What is being removed.
  @Schema(name = "ExampleRemoved")
  record Removed(String organization) {}

  private final ExampleOrganization example;

  ExampleController(ExampleOrganization example) {
    this.example = example;
  }

  @PostMapping
  @Operation(
      summary = "The organization of the example fleet, created if it is missing",
      description = "It is marked as simulated everywhere, and never counted with real data.")
  @ApiResponse(responseCode = "200")
  Opened open(@RequestBody(required = false) @Nullable ExampleRequest wanted) {
    String reason = Reason.of(wanted == null ? null : wanted.reason());
    ExampleOrganization.Opened opened = example.open(Caller.current(), reason);
    return new Opened(OrganizationView.of(opened.organization()), opened.key(), opened.setupKey());
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Remove the example fleet and all its data",
      description = "It is deactivated at once; a job deletes its rows.")
  @ApiResponse(responseCode = "202")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Removed remove(@RequestParam(required = false) @Nullable String reason) {
    return example
        .remove(Caller.current(), Reason.of(reason))
        .map(id -> new Removed(id.toString()))
        .orElseThrow(() -> MetaAgentException.notFound("an example organization"));
  }
}
