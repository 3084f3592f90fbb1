package dev.metaagent.registry.deployments;

import dev.metaagent.access.Principal;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Notes and reads the deployments of the organization in scope. Reporting one again changes
/// nothing.
@Component
class Deployments {

  /// How many an organization keeps: the newest.
  private static final int MOST = 10_000;

  /// The deployment that was reported.
  ///
  /// @param made false: it was known, nothing was written
  record Reported(Deployment deployment, boolean made) {}

  private final DeploymentStore store;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  Deployments(
      DeploymentStore store,
      Agents agents,
      TenantTransactions transactions,
      Journal journal,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.agents = agents;
    this.transactions = transactions;
    this.journal = journal;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  /// Notes one deployment.
  Reported report(DeploymentsController.NewDeployment sent, Principal caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    DeploymentReport report = cleaned(DeploymentReport.of(sent, now));
    String actor = caller.name();
    return transactions.write(() -> {
      if (!maySpeakFor(caller, report.agent())) {
        throw new MetaAgentException(
            ErrorCode.FORBIDDEN, "This key is bound to other agents than " + report.agent() + ".");
      }
      AgentId agent = agents.meantOrNew(report.agent(), now);
      boolean made = store.add(UUID.randomUUID(), agent, report, actor, now);
      Deployment deployment = store.same(agent, report);
      if (made) {
        note(deployment, actor);
        store.keep(MOST);
      }
      return new Reported(deployment, made);
    });
  }

  /// Whether the key of the caller is bound to the agent, or to none.
  private boolean maySpeakFor(Principal caller, String agent) {
    if (caller.agents().isEmpty()) {
      return true;
    }
    String name = AgentName.normalise(agent);
    Optional<AgentId> meant = agents.meant(agent);
    return caller.agents().stream()
        .anyMatch(bound ->
            AgentName.normalise(bound).equals(name)
                || (meant.isPresent() && agents.meant(bound).equals(meant)));
  }

  private DeploymentReport cleaned(DeploymentReport report) {
    return new DeploymentReport(
        report.agent(),
        report.version(),
        report.environment(),
        report.repository(),
        report.ref() == null ? null : typed.clean(Tenant.current(), report.ref()),
        report.commit(),
        report.at());
  }

  private void note(Deployment deployment, String actor) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("version", deployment.version());
    details.put("environment", deployment.environment());
    details.put("repository", deployment.repository());
    details.put("ref", deployment.ref());
    details.put("commit", deployment.commit());
    details.put("at", deployment.at().toString());
    journal.write(
        new Change(
            actor,
            "deployment.report",
            "agent " + deployment.agent().id(),
            null,
            json.writeValueAsString(details)));
  }

  /// Deployments, newest first.
  ///
  /// @param agent only those of an agent, by its id or name; null: of all
  Page<Deployment> list(@Nullable String agent, @Nullable String cursor, int limit) {
    DeploymentPlace below = DeploymentPlace.parse(cursor);
    return transactions.read(() -> {
      AgentId of = null;
      if (agent != null && !agent.isBlank()) {
        Optional<AgentId> meant = agents.meant(agent);
        if (meant.isEmpty()) {
          return Page.of(List.of(), null);
        }
        of = meant.get();
      }
      List<Deployment> found = store.page(of, below, limit + 1);
      boolean more = found.size() > limit;
      List<Deployment> page = more ? found.subList(0, limit) : found;
      return Page.of(page, more ? DeploymentPlace.of(page.getLast()).cursor() : null);
    });
  }
}
