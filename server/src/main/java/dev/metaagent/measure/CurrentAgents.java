package dev.metaagent.measure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.measure.agents.AgentAnswer;
import dev.metaagent.measure.agents.AgentHealth;
import dev.metaagent.measure.agents.HealthAnswer;
import dev.metaagent.measure.agents.ShownAgents;
import dev.metaagent.measure.health.Health;
import dev.metaagent.measure.health.HealthStore;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.objectives.Objectives;
import dev.metaagent.measure.objectives.ObjectivesStore;
import dev.metaagent.measure.series.SeriesStore;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The current health of agents for live subscriptions: the changes since a mark, whichever node
/// measured them.
@Component
public class CurrentAgents {

  /// One agent.
  ///
  /// @param status and the sentence that says why
  /// @param json an item of `GET /api/v1/agents` without ribbon, with the two shorter windows as
  ///   `windows`
  public record AgentNow(AgentId id, String name, String status, String reason, String json) {}

  /// What changed.
  ///
  /// @param mark for the next call; changes around it may be returned twice
  /// @param agents which agents, and the transaction that changed each last
  public record Changed(long mark, Map<OrganizationId, Map<AgentId, Long>> agents) {}

  private static final Duration PROMPTS_FRESH = Duration.ofSeconds(5);

  /// An agent with its health over the last minutes.
  private record Watched(@JsonUnwrapped AgentAnswer agent, Map<String, HealthAnswer> windows) {}

  private final ShownAgents shown;
  private final HealthStore health;
  private final ObjectivesStore objectives;
  private final SeriesStore series;
  private final TenantTransactions transactions;
  private final SystemTransactions system;
  private final JsonMapper json;
  private final Clock clock;
  private final Cache<OrganizationId, Map<AgentId, SeriesStore.Prompt>> prompts =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(PROMPTS_FRESH).build();

  CurrentAgents(
      ShownAgents shown,
      HealthStore health,
      ObjectivesStore objectives,
      SeriesStore series,
      TenantTransactions transactions,
      SystemTransactions system,
      JsonMapper json,
      Clock clock) {
    this.shown = shown;
    this.health = health;
    this.objectives = objectives;
    this.series = series;
    this.transactions = transactions;
    this.system = system;
    this.json = json;
    this.clock = clock;
  }

  /// The mark of this moment.
  public long mark() {
    return system.call(health::oldestRunning);
  }

  /// Which agents of some organizations changed since a mark.
  public Changed since(long mark, Set<OrganizationId> organizations) {
    return system.call(() -> {
      long next = health.oldestRunning();
      return new Changed(next, health.changed(organizations, mark));
    });
  }

  /// The agents of the organization in scope that are not archived: all, or some of them.
  public List<AgentNow> read(@Nullable Collection<AgentId> wanted) {
    OrganizationId organization = Tenant.current();
    Instant now = clock.instant();
    return transactions.read(() -> {
      List<AgentDirectory.Entry> agents =
          shown.all().stream()
              .filter(agent -> agent.archivedAt() == null)
              .filter(agent -> wanted == null || wanted.contains(agent.id()))
              .toList();
      Map<AgentId, Map<Window, Health>> healths =
          health.windows(organization, agents.stream().map(AgentDirectory.Entry::id).toList());
      Map<AgentId, Objectives> set = objectives.all(organization);
      Map<AgentId, SeriesStore.Prompt> last =
          prompts.get(organization, each -> series.prompts(each, now));
      return agents.stream()
          .map(agent ->
              now(
                  agent,
                  healths.getOrDefault(agent.id(), Map.of()),
                  set.getOrDefault(agent.id(), Objectives.DEFAULT),
                  last.get(agent.id()),
                  now))
          .toList();
    });
  }

  private AgentNow now(
      AgentDirectory.Entry agent,
      Map<Window, Health> healths,
      Objectives objective,
      SeriesStore.@Nullable Prompt prompt,
      Instant now) {
    AgentAnswer answer =
        AgentAnswer.of(
            AgentHealth.of(agent, in(healths, Window.HOUR, now), objective, prompt, now));
    Watched watched =
        new Watched(
            answer,
            Map.of(
                Window.MINUTE.wire(),
                HealthAnswer.of(in(healths, Window.MINUTE, now)),
                Window.FIVE_MINUTES.wire(),
                HealthAnswer.of(in(healths, Window.FIVE_MINUTES, now))));
    return new AgentNow(
        agent.id(),
        agent.name(),
        answer.status().wire(),
        answer.statusReason(),
        json.writeValueAsString(watched));
  }

  private static Health in(Map<Window, Health> healths, Window window, Instant now) {
    Health known = healths.get(window);
    return known == null ? Health.nothing(window, now) : known;
  }
}
