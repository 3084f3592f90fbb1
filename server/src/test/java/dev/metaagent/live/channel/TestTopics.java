package dev.metaagent.live.channel;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.agents.AgentReader;
import dev.metaagent.live.agents.HealthChannel;
import dev.metaagent.live.agents.StatusChannel;
import dev.metaagent.live.executions.ExecutionChannel;
import dev.metaagent.live.executions.RunsChannel;
import dev.metaagent.live.executions.TailChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/// Topics of the real channels, and updates of them, for tests of connections.
public final class TestTopics {

  private static final InMemoryRows ROWS = new InMemoryRows();
  private static final AgentReader AGENTS = new InMemoryAgents(new OrganizationId(new UUID(0, 1)));

  public static final Topic TAIL = new Topic("tail", new TailChannel(ROWS));
  public static final Topic RUNS = new Topic("runs", new RunsChannel(ROWS));
  public static final Topic HEALTH = new Topic("health", new HealthChannel(AGENTS));
  public static final Topic STATUS = new Topic("status", new StatusChannel(AGENTS));

  private TestTopics() {}

  /// A source that tells nothing.
  private record Silent(List<Channel> channels) implements Source {
    @Override
    public boolean scan() {
      return false;
    }

    @Override
    public Follower follow(OrganizationId organization) {
      throw new UnsupportedOperationException("nobody follows");
    }
  }

  /// The channels of these topics.
  public static Channels channels() {
    return new Channels(
        List.of(
            new Silent(
                List.of(TAIL.channel(), RUNS.channel(), HEALTH.channel(), STATUS.channel()))));
  }

  public static Topic execution(ExecutionId id) {
    return new ExecutionChannel(ROWS).topic("executions:" + id).orElseThrow();
  }

  /// Rows that are JSON, by key.
  public static Update rows(Map<String, String> json) {
    SequencedMap<String, Object> rows = new LinkedHashMap<>();
    json.forEach((key, row) -> rows.put(key, Frame.raw(row)));
    return new Update(rows, Set.of(), 0);
  }

  /// The reply to a subscription of a topic without rows.
  public static Frame snapshot(Topic topic) {
    return topic
        .channel()
        .snapshot(new Subscription(topic, Filter.ALL, LogOffset.before(0)), false);
  }
}
