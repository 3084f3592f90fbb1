package dev.metaagent.live.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.Schema;
import dev.metaagent.live.executions.ExecutionChannel;
import dev.metaagent.live.executions.LogChannel;
import dev.metaagent.live.executions.LogSource;
import dev.metaagent.live.executions.RunsChannel;
import dev.metaagent.live.executions.TailChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tail, runs and one execution.
class LogChannelsTest {

  private final InMemoryLog log = new InMemoryLog();
  private final InMemoryRows rows = new InMemoryRows();
  private final OrganizationId organization = InMemoryLog.organization();
  private final ExecutionId one = InMemoryLog.execution();
  private final ExecutionId two = InMemoryLog.execution();
  private final LogOffset start = log.settled();

  private List<Batch> batches() {
    log.settle();
    return log.between(start, log.settled(), organization, 1_000);
  }

  private static JsonNode json(Frame frame) {
    String text = frame.json("1-0-0");
    assertThat(Schema.problemsOfFrame(text)).as(text).isEmpty();
    return JsonMapper.shared().readTree(text);
  }

  private static List<String> ids(JsonNode rows) {
    return rows.values().stream().map(row -> row.get("id").asString()).toList();
  }

  private static Filter words(String q) {
    return new Filter(null, null, null, null, q);
  }

  private Subscription to(Channel channel, String name, Filter filter) {
    return new Subscription(channel.topic(name).orElseThrow(), filter, start);
  }

  private static JsonNode frame(Subscription subscription, Update update) {
    Topic topic = subscription.topic();
    return json(topic.channel().frame(topic, update));
  }

  @Test
  void theTailHasTheActionsOfTheFilterOldestFirst() {
    TailChannel channel = new TailChannel(rows);
    rows.addAction(one, "a", "refund");
    rows.addAction(two, "b", "search");
    rows.addAction(two, "c", "refund");
    log.append(organization, one);
    log.append(organization, two);
    Subscription all = to(channel, "tail", Filter.ALL);
    Subscription some = to(channel, "tail", words("refund"));
    Source.Selector selector = channel.read(batches(), List.of(all, some));
    assertThat(ids(frame(all, selector.select(all)).get("actions"))).containsExactly("a", "b", "c");
    assertThat(ids(frame(some, selector.select(some)).get("actions"))).containsExactly("a", "c");
    assertThat(rows.reads()).as("read once for both").isOne();
    assertThat(ids(json(channel.snapshot(some, true)).get("actions"))).containsExactly("a", "c");
    assertThat(ids(json(channel.since(all, new Missed(batches()))).get("actions")))
        .containsExactly("a", "b", "c");
  }

  @Test
  void ofTooManyActionsTheTailHasTheNewestAndACountOfTheOthers() {
    TailChannel channel = new TailChannel(rows);
    for (int i = 0; i < LogChannel.ROWS_READ + 5; i++) {
      rows.addAction(one, "" + i, "");
    }
    log.append(organization, one);
    Subscription tail = to(channel, "tail", Filter.ALL);
    JsonNode frame = frame(tail, channel.read(batches(), List.of(tail)).select(tail));
    assertThat(frame.get("more").asInt()).isEqualTo(5);
    assertThat(ids(frame.get("actions"))).hasSize(LogChannel.ROWS_READ).endsWith("304");
  }

  @Test
  void runsHaveTheNewestStateOfEachExecutionAndThoseThatWereErased() {
    RunsChannel channel = new RunsChannel(rows);
    rows.add(one, "ok", "");
    log.append(organization, one);
    log.append(organization, two);
    log.append(organization, one);
    Subscription runs = to(channel, "runs", Filter.ALL);
    JsonNode frame = frame(runs, channel.read(batches(), List.of(runs)).select(runs));
    assertThat(ids(frame.get("executions"))).containsExactly(one.toString());
    assertThat(frame.get("gone").get(0).asString()).isEqualTo(two.toString());
    JsonNode resumed = json(channel.since(runs, new Missed(batches())));
    assertThat(resumed.get("gone").size()).isOne();
    assertThat(json(channel.snapshot(runs, true)).get("gap").asBoolean()).isTrue();
  }

  @Test
  void aWatchedExecutionIsToldByItselfAndAsNullOnceItIsErased() {
    ExecutionChannel channel = new ExecutionChannel(rows);
    rows.add(one, "ok", "");
    rows.add(two, "ok", "");
    log.append(organization, one, two);
    Subscription watched = to(channel, "executions:" + one, Filter.ALL);
    JsonNode frame = frame(watched, channel.read(batches(), List.of(watched)).select(watched));
    assertThat(frame.get("topic").asString()).isEqualTo("executions:" + one);
    assertThat(frame.at("/execution/id").asString()).isEqualTo(one.toString());
    rows.erase(one);
    JsonNode erased = frame(watched, channel.read(batches(), List.of(watched)).select(watched));
    assertThat(erased.get("execution").isNull()).isTrue();
    assertThat(json(channel.snapshot(watched, true)).get("gap").asBoolean()).isFalse();
    assertThat(channel.since(watched, new Missed(List.of()))).as("it is state").isNull();
  }

  @Test
  void anExecutionThatNoBatchTouchedIsNotTold() {
    ExecutionChannel channel = new ExecutionChannel(rows);
    log.append(organization, two);
    Subscription watched = to(channel, "executions:" + one, Filter.ALL);
    assertThat(channel.read(batches(), List.of(watched)).select(watched).isEmpty()).isTrue();
  }

  @Test
  void eachChannelKnowsItsOwnTopicsOnly() {
    Channels channels =
        new Channels(
            List.of(
                new LogSource(
                    List.of(
                        new TailChannel(rows), new RunsChannel(rows), new ExecutionChannel(rows)),
                    log)));
    assertThat(channels.forms()).isEqualTo("executions:<id>, runs, tail");
    assertThat(channels.topic("tail")).isPresent();
    assertThat(channels.topic("executions:" + one)).isPresent();
    assertThat(channels.topic("executions:1")).isEmpty();
    assertThat(channels.topic("keys")).isEmpty();
  }
}
