package dev.metaagent.live.channel;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.WatchedRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Executions and actions in memory. Reading can be made to fail once.
final class InMemoryRows implements WatchedRows {

  private final Map<ExecutionId, WatchedRun> runs = new LinkedHashMap<>();
  private final List<WatchedAction> actions = new ArrayList<>();
  private boolean failing;
  private int reads;

  void add(ExecutionId id, String status, String words) {
    String json =
        """
        {"id":"%s","traceId":"t","success":{},"agent":null,"status":"%s",\
        "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
        """
            .formatted(id, status);
    runs.put(id, new WatchedRun(id, new UUID(0, 1), status, List.of(), words, json));
  }

  void addAction(ExecutionId execution, String id, String words) {
    String json =
        """
        {"id":"%s","executionId":"e","spanId":"s","kind":"tool","name":"t","agent":null,"status":"ok",\
        "startedAt":"2026-11-22T13:36:00Z","durationMs":1,"costUsd":null}\
        """
            .formatted(id);
    Instant at = Instant.parse("2026-11-22T13:36:00Z");
    actions.add(
        new WatchedAction(execution, id, 0, at, new UUID(0, 1), "tool", "ok", null, words, json));
  }

  void erase(ExecutionId id) {
    runs.remove(id);
  }

  void failOnce() {
    failing = true;
  }

  /// How often rows of batches were read.
  int reads() {
    return reads;
  }

  private void read() {
    reads++;
    if (failing) {
      failing = false;
      throw new IllegalStateException("reading fails once");
    }
  }

  @Override
  public Actions actions(Collection<ExecutionRecorded> touched, int most) {
    read();
    List<WatchedAction> found =
        actions.reversed().stream()
            .filter(
                action -> touched.stream().anyMatch(facts -> facts.id().equals(action.execution())))
            .toList();
    List<WatchedAction> newest = found.subList(0, Math.min(most, found.size()));
    return new Actions(newest, found.size() - newest.size());
  }

  @Override
  public List<WatchedRun> runs(Collection<ExecutionRecorded> touched) {
    read();
    return touched.stream().flatMap(facts -> run(facts.id()).stream()).toList();
  }

  @Override
  public List<WatchedAction> newestActions(@Nullable UUID agent, int most) {
    return actions.reversed().stream().limit(most).toList();
  }

  @Override
  public List<WatchedRun> newestRuns(@Nullable UUID agent, int most) {
    return List.copyOf(runs.values()).reversed().stream().limit(most).toList();
  }

  @Override
  public Optional<WatchedRun> run(ExecutionId id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public String stored(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<UUID> agent(String idOrName) {
    return Optional.empty();
  }
}
