package dev.metaagent.measure;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What an agent is meant to reach, set with a reason.
@RestController
@Tag(name = "Agents")
class ObjectivesController {

  private static final int LONGEST_REASON = 500;
  private static final double LONGEST_LATENCY = 86_400_000;

  /// The objectives to set; one that is left out stays as it is.
  record Wanted(
      @Schema(description = "share of runs that succeed", example = "0.98")
          @Nullable Double successRate,
      @Schema(description = "milliseconds", example = "3000") @Nullable Double latencyP95Ms,
      @Schema(description = "US dollars", example = "0.05") @Nullable String costPerSuccessUsd,
      @Schema(description = "kept in the journal", example = "agreed with sales")
          @Nullable String reason) {}

  private final AgentDirectory directory;
  private final ObjectivesStore store;
  private final Journal journal;
  private final TenantTransactions transactions;
  private final JsonMapper json;
  private final Clock clock;

  ObjectivesController(
      AgentDirectory directory,
      ObjectivesStore store,
      Journal journal,
      TenantTransactions transactions,
      JsonMapper json,
      Clock clock) {
    this.directory = directory;
    this.store = store;
    this.journal = journal;
    this.transactions = transactions;
    this.json = json;
    this.clock = clock;
  }

  @PutMapping("/api/v1/agents/{id}/objectives")
  @Operation(summary = "Set what an agent is meant to reach")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Answers.ObjectivesAnswer set(@PathVariable String id, @RequestBody Wanted wanted) {
    AgentId agent = Questions.agent("id", id);
    String reason = reason(wanted.reason());
    return transactions.write(() -> {
      if (directory.find(agent).isEmpty()) {
        throw MetaAgentException.notFound("Agent " + agent);
      }
      Objectives before = store.of(Tenant.current(), agent);
      Objectives after = merged(before, wanted);
      String who = Caller.current().name();
      store.set(Tenant.current(), agent, after, clock.instant(), who, reason);
      journal.write(
          new Change(
              who,
              "objectives.set",
              "agent " + agent,
              reason,
              json.writeValueAsString(new Details(before, after))));
      return Answers.ObjectivesAnswer.of(after);
    });
  }

  /// What the journal keeps.
  private record Details(Objectives before, Objectives after) {}

  private static Objectives merged(Objectives before, Wanted wanted) {
    double success = wanted.successRate() == null ? before.successRate() : wanted.successRate();
    double latency = wanted.latencyP95Ms() == null ? before.latencyP95Ms() : wanted.latencyP95Ms();
    if (!(success > 0 && success <= 1)) {
      throw MetaAgentException.invalid("successRate", "must be above 0 and at most 1");
    }
    if (!(latency > 0 && latency <= LONGEST_LATENCY)) {
      throw MetaAgentException.invalid("latencyP95Ms", "must be above 0 and at most a day");
    }
    return new Objectives(success, latency, cost(before, wanted.costPerSuccessUsd()));
  }

  private static long cost(Objectives before, @Nullable String usd) {
    if (usd == null) {
      return before.costPerSuccessNano();
    }
    if (usd.matches("\\d{1,6}(\\.\\d{1,9})?")) {
      long nano = NanoUsd.parse(usd);
      if (nano > 0) {
        return nano;
      }
    }
    throw MetaAgentException.invalid("costPerSuccessUsd", "must be an amount like 0.05");
  }

  private static String reason(@Nullable String reason) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw MetaAgentException.invalid(
          "reason", "must say why, in at most " + LONGEST_REASON + " characters");
    }
    return reason.strip();
  }
}
