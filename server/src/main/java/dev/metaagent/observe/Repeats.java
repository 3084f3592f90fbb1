package dev.metaagent.observe;

import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.observe.mapping.MappedSpan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether a new and a stored span could tell the same call (one inside the other, or two
/// instrumentations side by side), so that which of them is counted must be decided over the whole
/// trace.
final class Repeats {

  private record Seen(
      ActionKind kind, long parent, boolean isStored, long startMicros, long endMicros) {}

  private final Map<Long, Seen> spans = new HashMap<>();

  private Repeats(Map<Long, PreparedSpan> fresh, Map<Long, StoredAction> stored) {
    stored.forEach((span, action) ->
        spans.put(
            span,
            new Seen(
                action.kind(), action.parent(), true, action.startMicros(), action.endMicros())));
    fresh.forEach((span, prepared) -> spans.put(span, seen(prepared.mapped())));
  }

  private static Seen seen(MappedSpan span) {
    return new Seen(
        span.kind(),
        span.parentSpanId(),
        false,
        span.startNanos() / 1_000,
        span.endNanos() / 1_000);
  }

  static boolean mayMeet(Map<Long, PreparedSpan> fresh, Map<Long, StoredAction> stored) {
    if (stored.isEmpty()) {
      return false;
    }
    Repeats repeats = new Repeats(fresh, stored);
    return repeats.nested() || repeats.sideBySide();
  }

  private boolean nested() {
    return spans.values().stream().anyMatch(call -> nests(call.kind()) && meetsAbove(call));
  }

  /// Whether the same kind of call stands above one, and of both and what is between them some is
  /// stored and some is new.
  private boolean meetsAbove(Seen call) {
    boolean anyStored = call.isStored();
    boolean anyNew = !call.isStored();
    Set<Long> visited = new HashSet<>();
    long at = call.parent();
    while (at != 0 && visited.add(at)) {
      Seen above = spans.get(at);
      if (above == null) {
        return false;
      }
      anyStored |= above.isStored();
      anyNew |= !above.isStored();
      if (above.kind() == call.kind()) {
        return anyStored && anyNew;
      }
      if (!passes(above.kind())) {
        return false;
      }
      at = above.parent();
    }
    return false;
  }

  /// Whether the same call may be told above and below an action of a kind.
  static boolean passes(ActionKind kind) {
    return kind == ActionKind.CHAIN || kind == ActionKind.OTHER;
  }

  private boolean sideBySide() {
    Map<Long, List<Seen>> siblings = new HashMap<>();
    for (Seen call : spans.values()) {
      if (call.kind() == ActionKind.LLM) {
        siblings.computeIfAbsent(call.parent(), parent -> new java.util.ArrayList<>()).add(call);
      }
    }
    for (List<Seen> calls : siblings.values()) {
      for (Seen one : calls) {
        for (Seen other : calls) {
          if (one.isStored()
              && !other.isStored()
              && (contains(one, other) || contains(other, one))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean contains(Seen outer, Seen inner) {
    return outer.startMicros() <= inner.startMicros() && outer.endMicros() >= inner.endMicros();
  }

  private static boolean nests(ActionKind kind) {
    return switch (kind) {
      case LLM, EMBEDDING, RETRIEVAL, TOOL -> true;
      case AGENT, CHAIN, GUARDRAIL, HANDOFF, MEMORY, OTHER -> false;
    };
  }
}
