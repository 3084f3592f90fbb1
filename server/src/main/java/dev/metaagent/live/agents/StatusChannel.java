package dev.metaagent.live.agents;

import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import dev.metaagent.measure.CurrentAgents.AgentNow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `status`: agents whose status changes. Each change is sent; beyond the limit, the newest.
@Component
public class StatusChannel implements AgentChannel {

  private static final String NAME = "status";

  private record Status(String id, String name, String status, String reason) {}

  private record Snapshot(String topic, boolean gap, List<Status> agents) {}

  private record Agent(String id, String name) {}

  private record Change(Agent agent, String from, String to, String reason, Instant at) {}

  private record Statuses(Collection<Object> changes) {}

  private final AgentReader agents;

  public StatusChannel(AgentReader agents) {
    this.agents = agents;
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public Pace pace() {
    return Pace.EVENTS;
  }

  @Override
  public int limit() {
    return 100;
  }

  @Override
  public Frame snapshot(Subscription subscription, boolean gap) {
    List<Status> statuses =
        agents.read(null).stream()
            .map(agent ->
                new Status(agent.id().toString(), agent.name(), agent.status(), agent.reason()))
            .toList();
    return new Frame("snapshot", new Snapshot(NAME, false, statuses));
  }

  @Override
  public Frame frame(Topic topic, Update update) {
    return new Frame(NAME, new Statuses(update.rows().values()));
  }

  @Override
  public Update update(AgentChanges changes) {
    List<Change> changed =
        changes.changed().stream()
            .flatMap(
                agent -> change(changes.before().get(agent.id()), agent, changes.at()).stream())
            .toList();
    return Update.of(changed, change -> change.agent().id() + "@" + change.at(), change -> change);
  }

  private static Optional<Change> change(@Nullable AgentNow before, AgentNow agent, Instant at) {
    return before == null || before.status().equals(agent.status())
        ? Optional.empty()
        : Optional.of(
            new Change(
                new Agent(agent.id().toString(), agent.name()),
                before.status(),
                agent.status(),
                agent.reason(),
                at));
  }
}
