package dev.metaagent.search;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows that events of the log name, for live subscriptions, without message bodies. Each is
/// written as JSON once, whatever the number of subscribers. Read for the organization in scope.
public interface WatchedRows {

  /// An action: the JSON is an item of `GET /api/v1/actions` without what lists leave out.
  ///
  /// @param pack the pack of its trace that brought it
  /// @param words what a search looks at, in lower case
  record WatchedAction(
      ExecutionId execution,
      String id,
      int pack,
      Instant startedAt,
      @Nullable UUID agent,
      String kind,
      String status,
      @Nullable String model,
      String words,
      String json) {}

  /// An execution: the JSON is an item of `GET /api/v1/executions`.
  record WatchedRun(
      ExecutionId id, UUID agent, String status, List<String> models, String words, String json) {}

  /// The newest actions that some batches brought, and how many more there were.
  record Actions(List<WatchedAction> newest, long more) {}

  Actions actions(Collection<ExecutionRecorded> touched, int most);

  /// The executions of these that still exist.
  List<WatchedRun> runs(Collection<ExecutionRecorded> touched);

  /// The newest actions there are, newest first, for a snapshot.
  List<WatchedAction> newestActions(@Nullable UUID agent, int most);

  /// The newest executions there are, newest first.
  List<WatchedRun> newestRuns(@Nullable UUID agent, int most);

  /// One execution by its id or its alias.
  Optional<WatchedRun> run(ExecutionId id);

  /// A text that is looked for, as it would be stored: without personal data.
  String stored(String text);

  /// The agent that an id or a name stands for.
  Optional<UUID> agent(String idOrName);
}
