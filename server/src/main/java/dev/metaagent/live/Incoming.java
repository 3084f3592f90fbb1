package dev.metaagent.live;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.ExecutionFacts;
import dev.metaagent.observe.NewsPosition;
import dev.metaagent.observe.RecordedBatch;
import dev.metaagent.observe.WatchedRows;
import dev.metaagent.observe.WatchedRows.WatchedAction;
import dev.metaagent.observe.WatchedRows.WatchedRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The rows that some batches of one organization brought, read once for everybody who watches it.
@Component
class Incoming {

  /// Rows of each kind that are looked at at once; of more only the newest are, and the others
  /// counted.
  static final int MOST = 300;

  /// What is wanted of some batches.
  ///
  /// @param ones executions that are watched by themselves
  record Wanted(boolean tail, boolean runs, Set<Topic.One> ones) {

    /// What some connections want together.
    static Wanted by(Collection<Connection> connections) {
      Set<Topic> topics = new HashSet<>();
      connections.forEach(connection -> topics.addAll(connection.topics().keySet()));
      Set<Topic.One> ones = new HashSet<>();
      for (Topic topic : topics) {
        if (topic instanceof Topic.One one) {
          ones.add(one);
        }
      }
      return new Wanted(topics.contains(new Topic.Tail()), topics.contains(new Topic.Runs()), ones);
    }
  }

  /// A row, and the last batch that touched it.
  record Placed<T>(NewsPosition at, T row) {}

  /// What some batches brought, oldest first.
  ///
  /// @param ones absent for an execution that was erased
  record Rows(
      List<Placed<WatchedAction>> actions,
      long moreActions,
      List<Placed<WatchedRun>> runs,
      long moreRuns,
      Map<ExecutionId, NewsPosition> gone,
      Map<Topic.One, Placed<Optional<WatchedRun>>> ones) {

    static final Rows NONE = new Rows(List.of(), 0, List.of(), 0, Map.of(), Map.of());
  }

  private record Brought(ExecutionFacts facts, NewsPosition at) {}

  private final WatchedRows rows;

  Incoming(WatchedRows rows) {
    this.rows = rows;
  }

  /// Reads for the organization in scope.
  Rows of(List<RecordedBatch> batches, Wanted wanted) {
    Map<ExecutionId, Brought> touched = new LinkedHashMap<>();
    List<Brought> all = new ArrayList<>();
    for (RecordedBatch batch : batches) {
      for (ExecutionFacts facts : batch.executions()) {
        Brought brought = new Brought(facts, batch.position());
        all.add(brought);
        touched.remove(facts.id());
        touched.put(facts.id(), brought);
      }
    }
    List<Brought> newest = newest(touched.values());
    List<Placed<WatchedRun>> runs = wanted.runs() ? runs(newest) : List.of();
    WatchedRows.Actions actions =
        wanted.tail()
            ? rows.actions(all.stream().map(Brought::facts).toList(), MOST)
            : new WatchedRows.Actions(List.of(), 0);
    return new Rows(
        placed(actions.newest(), all),
        actions.more(),
        runs,
        wanted.runs() ? touched.size() - newest.size() : 0,
        wanted.runs() ? gone(newest, runs) : Map.of(),
        ones(wanted.ones(), touched.values()));
  }

  private static List<Brought> newest(Collection<Brought> touched) {
    List<Brought> all = List.copyOf(touched);
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  private List<Placed<WatchedRun>> runs(List<Brought> touched) {
    Map<ExecutionId, WatchedRun> found = new HashMap<>();
    rows.runs(touched.stream().map(Brought::facts).toList())
        .forEach(run -> found.put(run.id(), run));
    List<Placed<WatchedRun>> runs = new ArrayList<>();
    for (Brought brought : touched) {
      WatchedRun run = found.get(brought.facts().id());
      if (run != null) {
        runs.add(new Placed<>(brought.at(), run));
      }
    }
    return runs;
  }

  private static Map<ExecutionId, NewsPosition> gone(
      List<Brought> touched, List<Placed<WatchedRun>> found) {
    Set<ExecutionId> there = new HashSet<>();
    found.forEach(placed -> there.add(placed.row().id()));
    Map<ExecutionId, NewsPosition> gone = new LinkedHashMap<>();
    for (Brought brought : touched) {
      if (!there.contains(brought.facts().id())) {
        gone.put(brought.facts().id(), brought.at());
      }
    }
    return gone;
  }

  /// Oldest first, each at the batch that brought its pack.
  private static List<Placed<WatchedAction>> placed(
      List<WatchedAction> actions, List<Brought> brought) {
    Map<TraceId, List<Brought>> byTrace = new HashMap<>();
    brought.forEach(each ->
        byTrace.computeIfAbsent(each.facts().id().trace(), _ -> new ArrayList<>()).add(each));
    List<Placed<WatchedAction>> placed = new ArrayList<>();
    for (WatchedAction action : actions.reversed()) {
      for (Brought each : byTrace.getOrDefault(action.execution().trace(), List.of())) {
        ExecutionFacts.Packs packs = each.facts().packs();
        if (packs != null && packs.first() <= action.pack() && action.pack() < packs.until()) {
          placed.add(new Placed<>(each.at(), action));
          break;
        }
      }
    }
    return placed;
  }

  private Map<Topic.One, Placed<Optional<WatchedRun>>> ones(
      Set<Topic.One> wanted, Collection<Brought> touched) {
    Map<Topic.One, Placed<Optional<WatchedRun>>> ones = new HashMap<>();
    for (Topic.One topic : wanted) {
      for (Brought brought : touched) {
        if (brought.facts().id().trace().equals(topic.id().trace())) {
          ones.put(topic, new Placed<>(brought.at(), rows.run(topic.id())));
        }
      }
    }
    return ones;
  }
}
