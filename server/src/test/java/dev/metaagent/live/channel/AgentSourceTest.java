package dev.metaagent.live.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.Schema;
import dev.metaagent.live.agents.AgentFollower;
import dev.metaagent.live.agents.AgentSource;
import dev.metaagent.live.agents.HealthChannel;
import dev.metaagent.live.agents.StatusChannel;
import dev.metaagent.live.channel.Source.Follower;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Health and status.
class AgentSourceTest {

  private static final String EARLY = "2026-11-22T13:36:00Z";
  private static final String LATE = "2026-11-22T13:36:31Z";

  private Instant now = Instant.parse(EARLY);
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final OrganizationId organization = InMemoryLog.organization();
  private final InMemoryAgents agents = new InMemoryAgents(organization);
  private final HealthChannel health = new HealthChannel(agents);
  private final StatusChannel status = new StatusChannel(agents);
  private final AgentSource source = new AgentSource(List.of(health, status), agents, clock);
  private final Follower follower = source.follow(organization);
  private final AgentId agent = new AgentId(UUID.randomUUID());
  private final Subscription healths =
      new Subscription(new Topic("health", health), Filter.ALL, LogOffset.before(0));
  private final Subscription statuses =
      new Subscription(new Topic("status", status), Filter.ALL, LogOffset.before(0));

  @BeforeEach
  void somebodyBeginsToWatch() {
    agents.measure(agent, "healthy", 1, EARLY);
    follower.begin();
  }

  private Update look(Subscription subscription) {
    source.scan();
    return follower.read(List.of(healths, statuses)).of(subscription);
  }

  private static JsonNode frame(Subscription subscription, Update update) {
    Topic topic = subscription.topic();
    return json(topic.channel().frame(topic, update));
  }

  private static JsonNode json(Frame frame) {
    String text = frame.json(null);
    assertThat(Schema.problemsOfFrame(text)).as(text).isEmpty();
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void anAgentThatWasMeasuredAgainIsToldOnce() {
    assertThat(look(healths).isEmpty()).as("nothing was measured").isTrue();
    agents.measure(agent, "healthy", 2, EARLY);
    JsonNode frame = frame(healths, look(healths));
    assertThat(frame.at("/agents/0/health/executions").asInt()).isEqualTo(2);
    assertThat(look(healths).isEmpty()).isTrue();
  }

  @Test
  void aChangeOfStatusIsToldWithBothStatuses() {
    agents.measure(agent, "failing", 2, EARLY);
    JsonNode change = frame(statuses, look(statuses)).at("/changes/0");
    assertThat(change.get("from").asString()).isEqualTo("healthy");
    assertThat(change.get("to").asString()).isEqualTo("failing");
    agents.measure(agent, "failing", 3, EARLY);
    assertThat(look(statuses).isEmpty()).as("the status is the same").isTrue();
  }

  @Test
  void whatNobodyMeasuredIsFoundWithinHalfAMinute() {
    agents.put(agent, "idle", 0, LATE);
    assertThat(look(statuses).isEmpty()).isTrue();
    now = now.plus(AgentFollower.WHOLE_EVERY);
    assertThat(frame(statuses, look(statuses)).at("/changes/0/to").asString()).isEqualTo("idle");
  }

  @Test
  void thatTimePassedIsNoChange() {
    agents.put(agent, "healthy", 1, LATE);
    now = now.plus(AgentFollower.WHOLE_EVERY);
    assertThat(look(healths).isEmpty()).isTrue();
  }

  @Test
  void anAgentThatIsNotShownAnyLongerIsGone() {
    agents.remove(agent);
    now = now.plus(AgentFollower.WHOLE_EVERY.plus(Duration.ofSeconds(1)));
    assertThat(frame(healths, look(healths)).get("gone").get(0).asString())
        .isEqualTo(agent.toString());
  }

  @Test
  void whatChangedWhileNobodyWatchedIsInTheSnapshotAndNotTold() {
    follower.read(List.of());
    agents.measure(agent, "failing", 2, EARLY);
    follower.begin();
    assertThat(json(health.snapshot(healths, true)).at("/agents/0/status").asString())
        .isEqualTo("failing");
    assertThat(json(status.snapshot(statuses, true)).at("/agents/0/status").asString())
        .isEqualTo("failing");
    assertThat(look(statuses).isEmpty()).isTrue();
  }
}
