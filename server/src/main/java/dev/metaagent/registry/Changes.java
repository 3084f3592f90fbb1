package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.SourceRevision;
import dev.metaagent.tenancy.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What was seen to change on agents: a value of their prompt, model or version that they did not
/// run with before. A change is the first time a value was seen; it moves back when an older run
/// with that value arrives later.
@Component
public class Changes {

  public static final String FIRST_SEEN = "first_seen";
  public static final String PROMPT = "prompt";
  public static final String MODEL = "model";
  public static final String VERSION = "version";

  /// One run's value of something that can change.
  ///
  /// @param name which prompt; "" for everything else
  /// @param source the source that the run was built from
  public record Sighting(
      AgentId agent,
      String kind,
      String name,
      String value,
      Instant at,
      @Nullable SourceRevision source) {}

  /// One change.
  ///
  /// @param agentName the agent's name
  /// @param from the value before, "" for first_seen
  /// @param commit what code brought it; null where nobody says
  public record Change(
      Instant at,
      AgentId agent,
      String agentName,
      String kind,
      String name,
      String from,
      String to,
      @Nullable Commit commit) {}

  /// The commit of a change, which is known: of the first run that had the new value, or else of
  /// the deployment of that version of the agent nearest before it, or else of the first one in the
  /// day after it, as of a pipeline that reports last.
  ///
  /// @param deployed whether it is that of a deployment
  public record Commit(SourceRevision revision, boolean deployed) {}

  private final ChangeStore store;

  Changes(ChangeStore store) {
    this.store = store;
  }

  /// Notes values that were seen, inside a system transaction.
  public void seen(OrganizationId organization, Collection<Sighting> sightings) {
    List<AgentId> moved =
        sightings.stream()
            .filter(sighting -> store.note(organization, sighting))
            .map(Sighting::agent)
            .distinct()
            .toList();
    if (!moved.isEmpty()) {
      store.order(organization, moved);
    }
  }

  /// Changes of the organization in scope, newest first, inside a tenant's transaction.
  ///
  /// @param agent of this agent and the names merged into it; null for all
  public List<Change> list(@Nullable AgentId agent, Instant from, Instant to, int limit) {
    return store.list(Tenant.current(), agent, from, to, limit);
  }

  /// The models that an agent, with the names merged into it, was seen to use, those that were seen
  /// first most recently first; inside a tenant's transaction.
  public List<String> models(AgentId agent, int limit) {
    return store.values(Tenant.current(), agent, MODEL, limit);
  }

  /// The same models of every agent, in one statement; an agent without any is left out.
  public Map<AgentId, List<String>> modelsOfEach(int limit) {
    return store.valuesOfEach(Tenant.current(), MODEL, limit);
  }
}
