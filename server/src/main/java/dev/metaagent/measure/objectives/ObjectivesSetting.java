package dev.metaagent.measure.objectives;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.registry.ObjectivesEdit;
import dev.metaagent.registry.ObjectivesPort;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sets what an agent is meant to reach, with a reason and an entry in the journal.
@Component
class ObjectivesSetting implements ObjectivesPort {

  private static final double LONGEST_LATENCY = 86_400_000;

  private final AgentDirectory directory;
  private final ObjectivesStore store;
  private final Journal journal;
  private final TenantTransactions transactions;
  private final JsonMapper json;
  private final Clock clock;

  ObjectivesSetting(
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

  @Override
  public void change(AgentId agent, ObjectivesEdit wanted, String reason, String actor) {
    set(agent, wanted, reason, actor);
  }

  Objectives set(AgentId agent, ObjectivesEdit wanted, String reason, String actor) {
    return transactions.write(() -> {
      if (directory.find(agent).isEmpty()) {
        throw MetaAgentException.notFound("Agent " + agent);
      }
      Objectives before = store.of(Tenant.current(), agent);
      Objectives after = merged(before, wanted);
      store.set(Tenant.current(), agent, after, clock.instant(), actor, reason);
      journal.write(
          new Change(
              actor,
              "objectives.set",
              "agent " + agent,
              reason,
              json.writeValueAsString(new Details(before, after))));
      return after;
    });
  }

  /// What the journal keeps.
  private record Details(Objectives before, Objectives after) {}

  private static Objectives merged(Objectives before, ObjectivesEdit wanted) {
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
}
