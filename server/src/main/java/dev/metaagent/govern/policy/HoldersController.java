package dev.metaagent.govern.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.govern.holders.PolicyHolders;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.registry.Agents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Which processes hold which version of a policy.
@RestController
@Tag(name = "Policies", description = "What agents may do at run time")
class HoldersController {

  /// The agent of a policy.
  @Schema(name = "HolderAgent")
  record Whose(UUID id, String name) {}

  /// A process and the policy of one agent that it holds.
  ///
  /// @param version that it holds
  /// @param policyVersion the newest one; null: the agent has no policy any more
  /// @param current whether it holds the newest one
  @Schema(name = "FleetPolicyHolder")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record OfFleet(
      Whose agent,
      String instance,
      String sdk,
      long version,
      @Nullable Long policyVersion,
      boolean current,
      long refused,
      Instant seenAt,
      boolean connected,
      Instant lastSeenAt) {}

  private final ServedPolicies policies;
  private final PolicyHolders holders;
  private final Agents agents;

  HoldersController(ServedPolicies policies, PolicyHolders holders, Agents agents) {
    this.policies = policies;
    this.holders = holders;
    this.agents = agents;
  }

  @GetMapping("/api/v1/agents/{agent}/policy/holders")
  @Operation(summary = "The processes that hold the policy of an agent, with their versions")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Page<PolicyHolders.Holder> ofAgent(
      @PathVariable("agent") @Parameter(description = "its id or name") String agent,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    AgentId id = policies.agent(agent, Caller.current()).id();
    if (id == null) {
      throw MetaAgentException.notFound("An agent with this name");
    }
    Page<PolicyHolders.Held> page = holders.list(id, null, cursor, limit, policies::version);
    return Page.of(
        page.items().stream().map(PolicyHolders.Held::holder).toList(), page.nextCursor());
  }

  @GetMapping("/api/v1/policy/holders")
  @Operation(summary = "The processes that hold policies, of all agents")
  @ApiResponse(responseCode = "200")
  Page<OfFleet> ofFleet(
      @Parameter(description = "only those with an open stream, or only those without")
          @RequestParam(required = false)
          @Nullable Boolean connected,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    Page<PolicyHolders.Held> page = holders.list(null, connected, cursor, limit, policies::version);
    Map<AgentId, String> names =
        agents.names(
            page.items().stream().map(PolicyHolders.Held::agent).collect(Collectors.toSet()));
    return Page.of(
        page.items().stream()
            .map(held -> ofFleet(held, names.getOrDefault(held.agent(), "")))
            .toList(),
        page.nextCursor());
  }

  private OfFleet ofFleet(PolicyHolders.Held held, String name) {
    PolicyHolders.Holder holder = held.holder();
    long newest = policies.version(held.agent());
    return new OfFleet(
        new Whose(held.agent().value(), name),
        holder.instance(),
        holder.sdk(),
        holder.version(),
        newest == 0 ? null : (Long) newest,
        holder.current(),
        holder.refused(),
        holder.seenAt(),
        holder.connected(),
        holder.lastSeenAt());
  }
}
