package dev.metaagent.live.executions;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.live.channel.Frame;
import dev.metaagent.live.channel.Missed;
import dev.metaagent.live.channel.Source;
import dev.metaagent.live.channel.Subscription;
import dev.metaagent.live.channel.Topic;
import dev.metaagent.live.channel.Update;
import dev.metaagent.search.WatchedRows;
import dev.metaagent.search.WatchedRows.WatchedRun;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// `runs`: executions as they begin, progress, end and are erased.
@Component
public class RunsChannel implements LogChannel {

  private static final String NAME = "runs";

  private record Snapshot(String topic, boolean gap, Collection<Object> executions) {}

  private record Resumed(
      String topic, Collection<Object> executions, long more, Set<String> gone) {}

  private record Runs(Collection<Object> executions, long more, Set<String> gone) {}

  private final WatchedRows rows;

  public RunsChannel(WatchedRows rows) {
    this.rows = rows;
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public Frame snapshot(Subscription subscription, boolean gap) {
    Filter filter = subscription.filter();
    List<WatchedRun> newest =
        LogChannel.snapshotRows(
            rows.newestRuns(filter.agent(), SNAPSHOT_LOOKED_AT), filter::covers);
    return new Frame("snapshot", new Snapshot(NAME, gap, update(newest).rows().values()));
  }

  @Override
  public Frame since(Subscription subscription, Missed missed) {
    Update update = read(missed.batches(), List.of(subscription)).select(subscription);
    return new Frame(
        "resumed", new Resumed(NAME, update.rows().values(), update.more(), update.gone()));
  }

  @Override
  public Frame frame(Topic topic, Update update) {
    return new Frame(NAME, new Runs(update.rows().values(), update.more(), update.gone()));
  }

  @Override
  public Source.Selector read(List<Batch> batches, Collection<Subscription> subscriptions) {
    List<Touched> all = List.copyOf(Touched.lastOfEach(batches).values());
    List<Touched> newest = all.subList(Math.max(0, all.size() - ROWS_READ), all.size());
    Map<ExecutionId, WatchedRun> found =
        rows.runs(newest.stream().map(Touched::facts).toList()).stream()
            .collect(Collectors.toMap(WatchedRun::id, Function.identity()));
    int more = all.size() - newest.size();
    return subscription -> select(newest, found, subscription).withMore(more);
  }

  private static Update select(
      List<Touched> touched, Map<ExecutionId, WatchedRun> found, Subscription subscription) {
    List<ExecutionId> after =
        touched.stream()
            .filter(each -> each.position().isAfter(subscription.after()))
            .map(each -> each.facts().id())
            .toList();
    Set<String> gone = new LinkedHashSet<>();
    after.stream().filter(id -> !found.containsKey(id)).forEach(id -> gone.add(id.toString()));
    return update(
            after.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .filter(subscription.filter()::covers)
                .toList())
        .withGone(gone);
  }

  private static Update update(List<WatchedRun> runs) {
    return Update.of(runs, run -> run.id().toString(), run -> Frame.raw(run.json()));
  }
}
