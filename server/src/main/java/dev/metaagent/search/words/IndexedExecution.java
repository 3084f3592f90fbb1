package dev.metaagent.search.words;

import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ended execution whose words are wanted: its names and errors, what it used, and where its
/// bodies lie.
final class IndexedExecution {

  private static final int MODEL_CALL = 1;

  private final ExecutionId id;
  private final Instant startedAt;
  private final UsedByRun used;
  private final List<String> texts = new ArrayList<>();
  private final List<Contents.Key> calls = new ArrayList<>();
  private Contents.@Nullable Key beginning;

  IndexedExecution(ExecutionId id, Instant startedAt, UsedByRun used) {
    this.id = id;
    this.startedAt = startedAt;
    this.used = used;
  }

  ExecutionId id() {
    return id;
  }

  Instant startedAt() {
    return startedAt;
  }

  /// What its agent used in it.
  UsedByRun used() {
    return used;
  }

  /// Adds a name or an error.
  void add(@Nullable String text) {
    if (text != null && !texts.contains(text)) {
      texts.add(text);
    }
  }

  /// Adds one of its actions, in the order of start.
  void add(long span, int kind, int pack) {
    Contents.Key key = new Contents.Key(id.trace(), span, pack);
    if (beginning == null || span == id.span()) {
      beginning = key;
    }
    if (kind == MODEL_CALL) {
      calls.add(key);
    }
  }

  List<String> texts() {
    return texts;
  }

  /// The actions that may contain its input, the most likely first.
  List<Contents.Key> askers() {
    return likeliest(calls.isEmpty() ? null : calls.getFirst());
  }

  /// The actions that may contain its output, the most likely first.
  List<Contents.Key> answerers() {
    return likeliest(calls.isEmpty() ? null : calls.getLast());
  }

  private List<Contents.Key> likeliest(Contents.@Nullable Key call) {
    List<Contents.Key> keys = new ArrayList<>();
    Optional.ofNullable(beginning).ifPresent(keys::add);
    Optional.ofNullable(call).filter(key -> !keys.contains(key)).ifPresent(keys::add);
    return keys;
  }
}
