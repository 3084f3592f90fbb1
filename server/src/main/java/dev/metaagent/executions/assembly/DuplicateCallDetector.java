package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.PreparedSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Detects whether a new and a stored span could report the same call (one inside the other, or two
/// instrumentations in parallel), so that the whole trace is needed to decide which of them is
/// counted.
public final class DuplicateCallDetector {

  private record Seen(
      ActionKind kind,
      long parent,
      boolean isStored,
      long startMicros,
      long endMicros,
      long scope) {}

  /// The first action above a span that is not a wrapper, and the spans up to it, itself included.
  private record Above(@Nullable ActionKind kind, boolean anyStored, boolean anyNew) {
    static final Above NOTHING = new Above(null, false, false);

    Above past(Seen wrapper) {
      return new Above(kind, anyStored || wrapper.isStored(), anyNew || !wrapper.isStored());
    }
  }

  private static final Comparator<Seen> OUTER_FIRST =
      Comparator.comparingLong(Seen::startMicros)
          .thenComparing(Comparator.comparingLong(Seen::endMicros).reversed());

  private final Map<Long, Seen> spans = new HashMap<>();
  private final Map<Long, Above> upFrom = new HashMap<>();

  private DuplicateCallDetector(Map<Long, PreparedSpan> fresh, Map<Long, StoredAction> stored) {
    stored.forEach((span, action) ->
        spans.put(
            span,
            new Seen(
                action.kind(),
                action.parent(),
                true,
                action.startMicros(),
                action.endMicros(),
                action.scope())));
    fresh.forEach((span, prepared) -> spans.put(span, seen(prepared.mapped())));
  }

  private static Seen seen(MappedSpan span) {
    return new Seen(
        span.kind(),
        span.parentSpanId(),
        false,
        span.startNanos() / 1_000,
        span.endNanos() / 1_000,
        scope(span));
  }

  public static boolean mayMeet(Map<Long, PreparedSpan> fresh, Map<Long, StoredAction> stored) {
    if (stored.isEmpty()) {
      return false;
    }
    DuplicateCallDetector calls = new DuplicateCallDetector(fresh, stored);
    return calls.nested() || calls.sideBySide();
  }

  private boolean nested() {
    return spans.values().stream()
        .anyMatch(call -> DuplicateCalls.nests(call.kind()) && meetsAbove(call));
  }

  /// Whether a call has one of the same kind above it, and of both and the spans between them some
  /// are stored and some are new.
  private boolean meetsAbove(Seen call) {
    Above above = upFrom(call.parent());
    return above.kind() == call.kind()
        && (above.anyStored() || call.isStored())
        && (above.anyNew() || !call.isStored());
  }

  /// The result from a span upwards, the span included. Each span is visited once for all calls.
  private Above upFrom(long span) {
    Deque<Long> wrappers = new ArrayDeque<>();
    Set<Long> visited = new HashSet<>();
    long at = span;
    Above found = upFrom.get(at);
    while (found == null) {
      Seen action = spans.get(at);
      if (action == null || !visited.add(at)) {
        found = Above.NOTHING;
      } else if (DuplicateCalls.wraps(action.kind())) {
        wrappers.push(at);
        at = action.parent();
        found = upFrom.get(at);
      } else {
        found = new Above(action.kind(), action.isStored(), !action.isStored());
        upFrom.put(at, found);
      }
    }
    for (long wrapper : wrappers) {
      found = found.past(java.util.Objects.requireNonNull(spans.get(wrapper)));
      upFrom.put(wrapper, found);
    }
    return found;
  }

  private static long scope(MappedSpan span) {
    Long scope = CallScope.of(span);
    return scope == null ? CallScope.SEVERAL : scope;
  }

  private boolean sideBySide() {
    Map<Long, List<Seen>> siblings = new HashMap<>();
    for (Seen call : spans.values()) {
      if (call.kind() == ActionKind.LLM) {
        siblings.computeIfAbsent(call.parent(), parent -> new ArrayList<>()).add(call);
      }
    }
    return siblings.values().stream().anyMatch(DuplicateCallDetector::anyInside);
  }

  /// Whether the time of a new call lies within that of a stored one of another scope, or the
  /// reverse. Sorted by their start, an outer call comes before those inside it.
  private static boolean anyInside(List<Seen> calls) {
    if (calls.stream().anyMatch(call -> call.scope() == CallScope.SEVERAL)
        && calls.stream().map(Seen::isStored).distinct().count() > 1) {
      return true; // they may report each other's tokens, one after the other
    }
    calls.sort(OUTER_FIRST);
    LatestEnd stored = new LatestEnd();
    LatestEnd fresh = new LatestEnd();
    for (Seen call : calls) {
      if ((call.isStored() ? fresh : stored).outside(call.scope()) >= call.endMicros()) {
        return true;
      }
      (call.isStored() ? stored : fresh).add(call.scope(), call.endMicros());
    }
    return false;
  }

  /// The latest end of the calls so far, and the latest one of any other scope.
  private static final class LatestEnd {
    private long end = Long.MIN_VALUE;
    private long scope;
    private long endOfOthers = Long.MIN_VALUE;

    void add(long ofScope, long at) {
      if (ofScope != scope && at > end) {
        endOfOthers = end;
        scope = ofScope;
      } else if (ofScope != scope) {
        endOfOthers = Math.max(endOfOthers, at);
      }
      end = Math.max(end, at);
    }

    /// The latest end of a call that is not of this scope; one of a scope that is not known counts.
    long outside(long ofScope) {
      return ofScope == scope && ofScope != CallScope.SEVERAL ? endOfOthers : end;
    }
  }
}
