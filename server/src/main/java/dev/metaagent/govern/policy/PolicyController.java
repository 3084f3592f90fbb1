package dev.metaagent.govern.policy;

import dev.metaagent.access.Caller;
import dev.metaagent.govern.holders.PolicyHolders;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The policy of an agent, as SDKs read it.
@RestController
@RequestMapping("/api/v1/agents/{agent}/policy")
@Tag(name = "Policies", description = "What agents may do at run time")
class PolicyController {

  private static final String CACHED = "private, no-cache";

  private final ServedPolicies policies;
  private final PolicyHolders holders;

  PolicyController(ServedPolicies policies, PolicyHolders holders) {
    this.policies = policies;
    this.holders = holders;
  }

  @GetMapping
  @Operation(
      summary = "The signed policy of an agent, by its id or name",
      description =
          "The document is described by protocol/policy.md. Its ETag changes with its content"
              + " only: ask with If-None-Match.")
  @ApiResponse(
      responseCode = "200",
      description = "The policy.",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = PolicyDocument.class)))
  @ApiResponse(
      responseCode = "304",
      description = "The caller holds this version.",
      content = @Content)
  void policy(
      @PathVariable("agent") @Parameter(description = "its id or name") String agent,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    PolicyAgent asked = policies.agent(agent, Caller.current());
    StoredPolicy policy =
        policies.find(asked, EntityTags.held(request.getHeaders(HttpHeaders.IF_NONE_MATCH)));
    boolean held =
        EntityTags.match(request.getHeaders(HttpHeaders.IF_NONE_MATCH), policy.version());
    byte[] document = held ? new byte[0] : policies.document(asked, policy);
    holders.note(asked.id(), policy.version(), request);
    response.setHeader(HttpHeaders.ETAG, EntityTags.of(policy.version()));
    response.setHeader(HttpHeaders.CACHE_CONTROL, CACHED);
    if (held) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(document.length);
    response.getOutputStream().write(document);
  }
}
