package dev.metaagent.live.agents;

import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.Pace;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import dev.metaagent.measure.CurrentAgents.AgentNow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// `health`: agents, each time one was measured.
@Component
public class HealthChannel implements AgentChannel {

  private static final String NAME = "health";

  private record Snapshot(String topic, boolean gap, Collection<Object> agents) {}

  private record Health(Collection<Object> agents, Set<String> gone) {}

  private final AgentReader agents;

  public HealthChannel(AgentReader agents) {
    this.agents = agents;
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public Pace pace() {
    return Pace.STATE;
  }

  /// There are as many keys as agents.
  @Override
  public int limit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Frame snapshot(Subscription subscription, boolean gap) {
    return new Frame(
        "snapshot", new Snapshot(NAME, false, rows(agents.read(null)).rows().values()));
  }

  @Override
  public Frame frame(Topic topic, Update update) {
    return new Frame(NAME, new Health(update.rows().values(), update.gone()));
  }

  @Override
  public Update update(AgentChanges changes) {
    return rows(changes.changed())
        .withGone(
            changes.gone().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet()));
  }

  private static Update rows(List<AgentNow> agents) {
    return Update.of(agents, agent -> agent.id().toString(), agent -> Frame.raw(agent.json()));
  }
}
