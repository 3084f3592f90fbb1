package dev.metaagent.live.executions;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.LogOffset;
import dev.metaagent.live.channel.Missed;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import dev.metaagent.search.WatchedRows;
import dev.metaagent.search.WatchedRows.WatchedAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `tail`: actions as they arrive.
@Component
public class TailChannel implements LogChannel {

  private static final String NAME = "tail";

  private record Snapshot(String topic, boolean gap, Collection<Object> actions) {}

  private record Resumed(String topic, Collection<Object> actions, long more) {}

  private record Tail(Collection<Object> actions, long more) {}

  /// An action, and the position of its batch.
  private record Brought(WatchedAction action, LogOffset position) {}

  private final WatchedRows rows;

  public TailChannel(WatchedRows rows) {
    this.rows = rows;
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public Frame snapshot(Subscription subscription, boolean gap) {
    Filter filter = subscription.filter();
    List<WatchedAction> newest =
        LogChannel.snapshotRows(
            rows.newestActions(filter.agent(), SNAPSHOT_LOOKED_AT), filter::covers);
    return new Frame("snapshot", new Snapshot(NAME, gap, update(newest).rows().values()));
  }

  @Override
  public Frame since(Subscription subscription, Missed missed) {
    Update update = read(missed.batches(), List.of(subscription)).select(subscription);
    return new Frame("resumed", new Resumed(NAME, update.rows().values(), update.more()));
  }

  @Override
  public Frame frame(Topic topic, Update update) {
    return new Frame(NAME, new Tail(update.rows().values(), update.more()));
  }

  @Override
  public Source.Selector read(List<Batch> batches, Collection<Subscription> subscriptions) {
    List<Touched> touched = Touched.all(batches);
    WatchedRows.Actions found =
        rows.actions(touched.stream().map(Touched::facts).toList(), ROWS_READ);
    List<Brought> brought = brought(found.newest().reversed(), touched);
    return subscription ->
        update(
                brought.stream()
                    .filter(each -> each.position().isAfter(subscription.after()))
                    .map(Brought::action)
                    .filter(subscription.filter()::covers)
                    .toList())
            .withMore(found.more());
  }

  private static Update update(List<WatchedAction> actions) {
    return Update.of(actions, WatchedAction::id, action -> Frame.raw(action.json()));
  }

  /// Each action with the batch of its pack.
  private static List<Brought> brought(List<WatchedAction> actions, List<Touched> touched) {
    Map<TraceId, List<Touched>> byTrace = new HashMap<>();
    touched.forEach(each ->
        byTrace.computeIfAbsent(each.facts().id().trace(), _ -> new ArrayList<>()).add(each));
    List<Brought> brought = new ArrayList<>();
    for (WatchedAction action : actions) {
      byTrace.getOrDefault(action.execution().trace(), List.of()).stream()
          .filter(each -> holds(each.facts().packs(), action.pack()))
          .findFirst()
          .ifPresent(each -> brought.add(new Brought(action, each.position())));
    }
    return brought;
  }

  private static boolean holds(ExecutionRecorded.@Nullable Packs packs, int pack) {
    return packs != null && packs.first() <= pack && pack < packs.until();
  }
}
