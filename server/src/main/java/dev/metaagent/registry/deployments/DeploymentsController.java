package dev.metaagent.registry.deployments;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Deployments over HTTP.
@RestController
@RequestMapping("/api/v1/deployments")
@Tag(name = "Deployments", description = "Which commit a version of an agent was built from")
class DeploymentsController {

  private static final int USUAL = 50;
  private static final int MOST = 200;

  /// A deployment that is reported.
  @Schema(name = "NewDeployment")
  record NewDeployment(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "id or name of the agent, also of one that was not seen yet",
              example = "Order Desk")
          @Nullable String agent,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "as the agent's telemetry says it",
              maxLength = 100,
              example = "1.4.0")
          @Nullable String version,
      @Schema(
              description = "its address; credentials in it are removed",
              maxLength = 500,
              example = "https://github.com/acme/order-desk")
          @Nullable String repository,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "7 to 64 hex digits",
              example = "9d59409acf479dfa0df1aa568182e43e43df8bbe")
          @Nullable String commit,
      @Schema(description = "the branch or tag", maxLength = 300, example = "main")
          @Nullable String ref,
      @Schema(maxLength = 100, example = "production") @Nullable String environment,
      @Schema(description = "when it was put in place; default: now") @Nullable Instant at) {}

  private final Deployments deployments;

  DeploymentsController(Deployments deployments) {
    this.deployments = deployments;
  }

  @PostMapping
  @Operation(
      summary = "Report that a version of an agent was put in place",
      description =
          "For continuous integration, which needs a key of the scope ingest only. One agent,"
              + " version, environment and commit is one deployment: reported again, it is answered"
              + " as it is, with 200. The newest 10,000 are kept.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "200", description = "it was known")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "403", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ResponseEntity<Deployment> report(@RequestBody NewDeployment sent) {
    Deployments.Reported reported = deployments.report(sent, Caller.current());
    return ResponseEntity.status(reported.made() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(reported.deployment());
  }

  @GetMapping
  @Operation(summary = "Deployments, newest first")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<Deployment> list(
      @Parameter(description = "id or name of the agent") @RequestParam(required = false)
          @Nullable String agent,
      @Parameter(description = "nextCursor of the previous page") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 200", example = "50") @RequestParam(required = false)
          @Nullable Integer limit) {
    int most = limit == null ? USUAL : limit;
    if (most < 1 || most > MOST) {
      throw MetaAgentException.invalid("limit", "must be from 1 to " + MOST);
    }
    return deployments.list(agent, cursor, most);
  }
}
