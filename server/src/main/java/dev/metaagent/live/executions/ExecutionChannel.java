package dev.metaagent.live.executions;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import dev.metaagent.search.WatchedRows;
import dev.metaagent.search.WatchedRows.WatchedRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `executions:<id>`: one execution, whenever it changes.
@Component
public class ExecutionChannel implements LogChannel {

  private static final String PREFIX = "executions:";

  private record Snapshot(String topic, boolean gap, @Nullable Object execution) {}

  /// @param execution null when it was deleted
  private record Execution(String topic, @Nullable Object execution) {}

  private record Changed(LogOffset position, Update update) {}

  private final WatchedRows rows;

  public ExecutionChannel(WatchedRows rows) {
    this.rows = rows;
  }

  @Override
  public String form() {
    return PREFIX + "<id>";
  }

  @Override
  public Optional<Topic> topic(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      ExecutionId id = ExecutionId.parse(name.substring(PREFIX.length()));
      return Optional.of(new Topic(PREFIX + id, this));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ExecutionId id(Topic topic) {
    return ExecutionId.parse(topic.name().substring(PREFIX.length()));
  }

  @Override
  public Frame snapshot(Subscription subscription, boolean gap) {
    Topic topic = subscription.topic();
    return new Frame("snapshot", new Snapshot(topic.name(), false, json(rows.run(id(topic)))));
  }

  private static @Nullable Object json(Optional<WatchedRun> run) {
    return run.map(WatchedRun::json).map(Frame::raw).orElse(null);
  }

  @Override
  public Frame frame(Topic topic, Update update) {
    Object newest = update.rows().isEmpty() ? null : update.rows().lastEntry().getValue();
    return new Frame("execution", new Execution(topic.name(), newest));
  }

  @Override
  public Source.Selector read(List<Batch> batches, Collection<Subscription> subscriptions) {
    List<Touched> touched = Touched.all(batches);
    Map<Topic, Changed> changed = new HashMap<>();
    for (Subscription subscription : subscriptions) {
      Topic topic = subscription.topic();
      LogOffset last = last(touched, id(topic));
      if (last != null && !changed.containsKey(topic)) {
        changed.put(topic, new Changed(last, update(id(topic))));
      }
    }
    return subscription -> {
      Changed found = changed.get(subscription.topic());
      return found != null && found.position().isAfter(subscription.after())
          ? found.update()
          : Update.NONE;
    };
  }

  /// An id can be an alias, which shares only the trace id with the execution.
  private static @Nullable LogOffset last(List<Touched> touched, ExecutionId id) {
    return touched.reversed().stream()
        .filter(each -> each.facts().id().trace().equals(id.trace()))
        .map(Touched::position)
        .findFirst()
        .orElse(null);
  }

  private Update update(ExecutionId id) {
    List<WatchedRun> found = rows.run(id).stream().toList();
    return found.isEmpty()
        ? Update.NONE.withGone(Set.of(id.toString()))
        : Update.of(found, _ -> id.toString(), run -> Frame.raw(run.json()));
  }
}
