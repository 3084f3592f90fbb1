package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Endpoint;
import dev.metaagent.access.Endpoints;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The table of who may do what, for people.
@RestController
@Tag(name = "Access", description = "Endpoints and roles")
class EndpointsController {

  /// One row.
  ///
  /// @param roles who may; empty: everybody
  /// @param signed whoever signs with the secret of the address may, nobody else
  /// @param operator whoever operates the server may, with the metrics token or in local mode,
  ///   nobody else
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "EndpointRow")
  record Row(String method, String path, List<Role> roles, boolean signed, boolean operator) {}

  private final Endpoints endpoints;

  EndpointsController(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @GetMapping("/api/v1/endpoints")
  @Operation(summary = "Every endpoint and the roles that may call it")
  Page<Row> table() {
    return Page.of(endpoints.all().stream().map(EndpointsController::row).toList(), null);
  }

  private static Row row(Endpoint endpoint) {
    Role needed = endpoint.role();
    List<Role> roles =
        needed == null ? List.of() : Arrays.stream(Role.values()).filter(endpoint::lets).toList();
    return new Row(
        endpoint.method(),
        endpoint.pattern(),
        roles,
        endpoint.kind() == Endpoint.Kind.SIGNED || endpoint.kind() == Endpoint.Kind.LINK,
        endpoint.kind() == Endpoint.Kind.OPERATOR);
  }
}
