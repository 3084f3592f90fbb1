package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.PreparedSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The spans of a batch by the span above them, indexed once so that every step of the assembly is
/// linear in the spans of the trace.
final class SpanTree {

  private final Map<Long, List<MappedSpan>> children = new HashMap<>();

  SpanTree(Collection<PreparedSpan> spans) {
    for (PreparedSpan span : spans) {
      children
          .computeIfAbsent(span.mapped().parentSpanId(), parent -> new ArrayList<>())
          .add(span.mapped());
    }
  }

  /// The spans directly below one.
  List<MappedSpan> below(long span) {
    return children.getOrDefault(span, List.of());
  }

  /// All spans below one.
  List<MappedSpan> allBelow(long top) {
    List<MappedSpan> all = new ArrayList<>();
    Set<Long> seen = new HashSet<>(Set.of(top));
    Deque<Long> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (MappedSpan child : below(open.pop())) {
        if (seen.add(child.spanId())) {
          all.add(child);
          open.push(child.spanId());
        }
      }
    }
    return all;
  }

  /// Whether a span below one is of some kind.
  boolean anyBelow(long top, Predicate<MappedSpan> wanted) {
    return allBelow(top).stream().anyMatch(wanted);
  }

  /// Whether a span, or one below it, is among some spans.
  boolean reaches(long top, Set<Long> spans) {
    if (spans.isEmpty()) {
      return false;
    }
    Set<Long> seen = new HashSet<>(Set.of(top));
    Deque<Long> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      long span = open.pop();
      if (spans.contains(span)) {
        return true;
      }
      for (MappedSpan child : below(span)) {
        if (seen.add(child.spanId())) {
          open.push(child.spanId());
        }
      }
    }
    return false;
  }
}
