package dev.metaagent.live;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.live.Incoming.Placed;
import dev.metaagent.live.Incoming.Rows;
import dev.metaagent.observe.NewsPosition;
import dev.metaagent.observe.WatchedRows.WatchedAction;
import dev.metaagent.observe.WatchedRows.WatchedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses of the rows that came in what one connection wants to see.
final class Telling {

  private Telling() {}

  /// The rows of a filter after a position.
  static List<String> actions(Rows rows, Filter filter, NewsPosition after) {
    List<String> wanted = new ArrayList<>();
    for (Placed<WatchedAction> action : rows.actions()) {
      if (action.at().compareTo(after) > 0 && filter.covers(action.row())) {
        wanted.add(action.row().json());
      }
    }
    return wanted;
  }

  static Map<ExecutionId, String> runs(Rows rows, Filter filter, NewsPosition after) {
    Map<ExecutionId, String> wanted = new LinkedHashMap<>();
    for (Placed<WatchedRun> run : rows.runs()) {
      if (run.at().compareTo(after) > 0 && filter.covers(run.row())) {
        wanted.put(run.row().id(), run.row().json());
      }
    }
    return wanted;
  }

  static Set<ExecutionId> gone(Rows rows, NewsPosition after) {
    Set<ExecutionId> gone = new LinkedHashSet<>();
    rows.gone()
        .forEach((id, at) -> {
          if (at.compareTo(after) > 0) {
            gone.add(id);
          }
        });
    return gone;
  }

  /// Puts what came in into the outbox of a connection, and notes up to where it was told.
  static void tell(Connection connection, Rows rows, Cursor upTo) {
    NewsPosition after = connection.told();
    if (upTo.position().compareTo(after) <= 0) {
      return;
    }
    Filter tail = connection.filterOf(new Topic.Tail());
    Filter runs = connection.filterOf(new Topic.Runs());
    Map<Topic.One, Optional<String>> ones = new LinkedHashMap<>();
    rows.ones()
        .forEach((topic, run) -> {
          if (connection.filterOf(topic) != null && run.at().compareTo(after) > 0) {
            ones.put(topic, run.row().map(WatchedRun::json));
          }
        });
    connection
        .outbox()
        .offer(
            new Outbox.Offer(
                tail == null ? List.of() : actions(rows, tail, after),
                tail == null ? 0 : rows.moreActions(),
                runs == null ? Map.of() : runs(rows, runs, after),
                runs == null ? 0 : rows.moreRuns(),
                runs == null ? Set.of() : gone(rows, after),
                ones,
                upTo.toString()));
    connection.toldUpTo(upTo.position());
  }
}
