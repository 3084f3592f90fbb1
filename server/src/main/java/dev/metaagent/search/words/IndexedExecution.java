package dev.metaagent.observe.search;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.observe.query.Contents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ended execution whose words are wanted: its names and errors, and where its bodies lie.
final class EndedRun {

  private static final int MODEL_CALL = 1;

  private final ExecutionId id;
  private final Instant startedAt;
  private final List<String> texts = new ArrayList<>();
  private final List<Contents.Key> calls = new ArrayList<>();
  private Contents.@Nullable Key beginning;

  EndedRun(ExecutionId id, Instant startedAt) {
    this.id = id;
    this.startedAt = startedAt;
  }

  ExecutionId id() {
    return id;
  }

  Instant startedAt() {
    return startedAt;
  }

  /// Hears a name or an error.
  void hear(@Nullable String text) {
    if (text != null && !texts.contains(text)) {
      texts.add(text);
    }
  }

  /// Hears of one of its actions, in the order of start.
  void hear(long span, int kind, int pack) {
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

  /// The actions that tell its input, the most telling first.
  List<Contents.Key> askers() {
    return telling(calls.isEmpty() ? null : calls.getFirst());
  }

  /// The actions that tell its output, the most telling first.
  List<Contents.Key> answerers() {
    return telling(calls.isEmpty() ? null : calls.getLast());
  }

  private List<Contents.Key> telling(Contents.@Nullable Key call) {
    List<Contents.Key> keys = new ArrayList<>();
    Optional.ofNullable(beginning).ifPresent(keys::add);
    Optional.ofNullable(call).filter(key -> !keys.contains(key)).ifPresent(keys::add);
    return keys;
  }
}
