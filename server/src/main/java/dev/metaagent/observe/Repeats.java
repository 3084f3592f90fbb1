package dev.metaagent.observe;

import dev.metaagent.observe.mapping.ActionKind;
import dev.metaagent.observe.mapping.MappedSpan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    for (Seen call : spans.values()) {
      Seen above = nests(call.kind()) ? sameKindAbove(call) : null;
      if (above != null && above.isStored() != call.isStored()) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Seen sameKindAbove(Seen call) {
    Set<Long> visited = new HashSet<>();
    long at = call.parent();
    while (at != 0 && visited.add(at)) {
      Seen above = spans.get(at);
      if (above == null) {
        return null;
      }
      if (above.kind() == call.kind()) {
        return above;
      }
      if (above.kind() != ActionKind.CHAIN && above.kind() != ActionKind.OTHER) {
        return null;
      }
      at = above.parent();
    }
    return null;
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
