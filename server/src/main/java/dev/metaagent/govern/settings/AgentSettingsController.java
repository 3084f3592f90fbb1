package dev.metaagent.govern.settings;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.Page;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Which agents have settings of their own, over HTTP.
@RestController
@Tag(name = "Policies", description = "What agents may do at run time")
class AgentSettingsController {

  /// The agent of settings.
  @Schema(name = "SetAgent")
  record Whose(UUID id, String name) {}

  /// A rule on tool calls, without its conditions.
  @Schema(name = "SetToolRule")
  record Rule(
      String id,
      String tool,
      @Schema(allowableValues = {"allow", "deny", "ask", "redact"}) String effect) {}

  /// What is set for one agent.
  ///
  /// @param toolRules its own, in order
  /// @param limits whether it has limits of its own
  @Schema(name = "AgentPolicySettings")
  record OfAgent(Whose agent, List<Rule> toolRules, boolean limits) {}

  private final SettingsStore settings;
  private final Agents agents;
  private final TenantTransactions transactions;

  AgentSettingsController(SettingsStore settings, Agents agents, TenantTransactions transactions) {
    this.settings = settings;
    this.agents = agents;
    this.transactions = transactions;
  }

  @GetMapping("/api/v1/policy/settings")
  @Operation(
      summary = "The agents that have tool rules or limits of their own, in the order of names",
      description = "All of them in one page.")
  @ApiResponse(responseCode = "200")
  Page<OfAgent> list() {
    return transactions.read(() -> {
      Map<AgentId, PolicySettings> own = new HashMap<>();
      settings
          .all()
          .forEach((agent, set) -> {
            if (agent != null && (!set.toolRules().isEmpty() || set.limits().isSet())) {
              own.put(agent, set);
            }
          });
      Map<AgentId, String> names = agents.names(own.keySet());
      return Page.of(
          own.entrySet().stream()
              .filter(entry -> names.containsKey(entry.getKey()))
              .map(entry -> ofAgent(entry.getKey(), names, entry.getValue()))
              .sorted(Comparator.comparing((OfAgent one) -> one.agent().name()))
              .toList(),
          null);
    });
  }

  private static OfAgent ofAgent(AgentId agent, Map<AgentId, String> names, PolicySettings set) {
    return new OfAgent(
        new Whose(agent.value(), names.getOrDefault(agent, "")),
        set.toolRules().stream()
            .map(rule ->
                new Rule(
                    String.valueOf(rule.get("id")),
                    String.valueOf(rule.get("tool")),
                    String.valueOf(rule.get("effect"))))
            .toList(),
        set.limits().isSet());
  }
}
