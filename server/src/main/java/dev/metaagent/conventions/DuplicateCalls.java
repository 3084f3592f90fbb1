package dev.metaagent.observe.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds spans that tell a call again which another span of the trace already tells: two
 * instrumentations see one model call, or a wrapper and its core are both labelled as the call. A
 * repeat is kept as an action of no kind and its tokens are not counted.
 *
 * <p>The answer depends on the set of spans alone, never on their order.
 */
public final class RepeatedCalls {
  private static final Comparator<MappedSpan> FULLEST_FIRST =
      Comparator.comparingInt(RepeatedCalls::fullness)
          .reversed()
          .thenComparingLong(MappedSpan::startNanos)
          .thenComparing(Comparator.comparingLong(MappedSpan::endNanos).reversed())
          .thenComparingLong(MappedSpan::spanId);

  private static final Comparator<MappedSpan> EARLIEST_FIRST =
      Comparator.comparingLong(MappedSpan::startNanos)
          .thenComparing(Comparator.comparingLong(MappedSpan::endNanos).reversed())
          .thenComparingLong(MappedSpan::spanId);

  private final Map<Long, MappedSpan> spans = new HashMap<>();
  private final Map<Long, List<MappedSpan>> sameKindBelow = new HashMap<>();
  private final Set<Long> repeats = new HashSet<>();

  private RepeatedCalls(Collection<MappedSpan> trace) {
    for (MappedSpan span : trace) {
      spans.put(span.spanId(), span);
    }
  }

  /** The ids of the spans of this trace that repeat another. */
  public static Set<Long> among(Collection<MappedSpan> trace) {
    RepeatedCalls calls = new RepeatedCalls(trace);
    calls.sharingAKey();
    calls.nestedInThemselves();
    calls.besideEachOther();
    return calls.repeats;
  }

  /** Two spans with one call key are one call; the fuller one stands. */
  private void sharingAKey() {
    Map<String, List<MappedSpan>> byKey = new HashMap<>();
    for (MappedSpan span : spans.values()) {
      if (span.callKey() != null) {
        byKey.computeIfAbsent(span.callKey(), key -> new ArrayList<>()).add(span);
      }
    }
    for (List<MappedSpan> same : byKey.values()) {
      same.sort(FULLEST_FIRST);
      same.stream().skip(1).forEach(this::repeat);
    }
  }

  /** A call directly inside a call of its kind, with nothing but wrappers between. */
  private void nestedInThemselves() {
    List<MappedSpan> outermost = new ArrayList<>();
    for (MappedSpan span : spans.values()) {
      if (nests(span.kind())) {
        MappedSpan above = sameKindAbove(span);
        if (above == null) {
          outermost.add(span);
        } else {
          sameKindBelow.computeIfAbsent(above.spanId(), id -> new ArrayList<>()).add(span);
        }
      }
    }
    for (MappedSpan span : outermost) {
      settle(span);
    }
  }

  private void settle(MappedSpan outermost) {
    Deque<MappedSpan> path = new ArrayDeque<>(List.of(outermost));
    List<MappedSpan> topDown = new ArrayList<>();
    while (!path.isEmpty()) {
      MappedSpan span = path.pop();
      topDown.add(span);
      sameKindBelow.getOrDefault(span.spanId(), List.of()).forEach(path::push);
    }
    Map<Long, List<MappedSpan>> standing = new HashMap<>();
    for (MappedSpan span : topDown.reversed()) {
      List<MappedSpan> inner = new ArrayList<>();
      for (MappedSpan below : sameKindBelow.getOrDefault(span.spanId(), List.of())) {
        inner.addAll(standing.getOrDefault(below.spanId(), List.of()));
      }
      standing.put(span.spanId(), standing(span, inner));
    }
  }

  /** Which of a span and the calls inside it stand; the others repeat. */
  private List<MappedSpan> standing(MappedSpan outer, List<MappedSpan> inner) {
    if (repeats.contains(outer.spanId())) {
      return inner;
    }
    if (inner.isEmpty()) {
      return List.of(outer);
    }
    boolean innerTells =
        switch (outer.kind()) {
          case LLM, EMBEDDING ->
              inner.stream().anyMatch(span -> span.usage().hasTokens())
                  ? inner.size() > 1 || fullness(inner.getFirst()) > fullness(outer)
                  : !outer.usage().hasTokens()
                      && (inner.size() > 1 || (outer.model() == null && named(inner)));
          case TOOL ->
              outer.status() != ActionStatus.ERROR
                  && inner.stream().anyMatch(RepeatedCalls::failed);
          default -> false;
        };
    if (innerTells) {
      repeat(outer);
      return inner;
    }
    inner.forEach(this::repeat);
    return List.of(outer);
  }

  /**
   * Two instrumentations side by side: one parent, one model, one outcome, one inside the other's
   * time. Calls that name different keys are different calls.
   */
  private void besideEachOther() {
    Map<Long, List<MappedSpan>> siblings = new HashMap<>();
    for (MappedSpan span : spans.values()) {
      if (span.kind() == ActionKind.LLM && !repeats.contains(span.spanId())) {
        siblings.computeIfAbsent(span.parentSpanId(), id -> new ArrayList<>()).add(span);
      }
    }
    for (List<MappedSpan> calls : siblings.values()) {
      boolean oneScope = calls.stream().map(MappedSpan::scope).distinct().count() < 2;
      if (!oneScope) {
        calls.sort(EARLIEST_FIRST);
        besideEachOther(calls);
      }
    }
  }

  private void besideEachOther(List<MappedSpan> calls) {
    List<MappedSpan> open = new ArrayList<>();
    for (MappedSpan call : calls) {
      open.removeIf(earlier -> earlier.endNanos() < call.startNanos());
      MappedSpan same =
          open.stream().filter(other -> tellTheSame(other, call)).findFirst().orElse(null);
      if (same == null) {
        open.add(call);
      } else {
        open.remove(same);
        repeat(FULLEST_FIRST.compare(same, call) <= 0 ? call : same);
      }
    }
  }

  private static boolean tellTheSame(MappedSpan a, MappedSpan b) {
    return !a.scope().equals(b.scope())
        && a.status() == b.status()
        && (a.callKey() == null || b.callKey() == null)
        && Objects.equals(a.model(), b.model())
        && (!a.usage().hasTokens()
            || !b.usage().hasTokens()
            || Objects.equals(a.outputTokens(), b.outputTokens()))
        && (contains(a, b) || contains(b, a));
  }

  private static boolean contains(MappedSpan outer, MappedSpan inner) {
    return outer.startNanos() <= inner.startNanos() && outer.endNanos() >= inner.endNanos();
  }

  private @Nullable MappedSpan sameKindAbove(MappedSpan span) {
    Set<Long> seen = new HashSet<>();
    MappedSpan above = spans.get(span.parentSpanId());
    while (above != null && seen.add(above.spanId())) {
      if (above.kind() == span.kind()) {
        boolean sameTool = span.kind() != ActionKind.TOOL || above.name().equals(span.name());
        return sameTool ? above : null;
      }
      boolean wrapper = above.kind() == ActionKind.CHAIN || above.kind() == ActionKind.OTHER;
      if (!wrapper || above.boundary() instanceof RunBoundary.Starts) {
        return null;
      }
      above = spans.get(above.parentSpanId());
    }
    return null;
  }

  private static boolean named(List<MappedSpan> calls) {
    return calls.getFirst().model() != null;
  }

  private static boolean failed(MappedSpan span) {
    return span.status() == ActionStatus.ERROR;
  }

  private void repeat(MappedSpan span) {
    repeats.add(span.spanId());
  }

  private static boolean nests(ActionKind kind) {
    return switch (kind) {
      case LLM, EMBEDDING, RETRIEVAL, TOOL, HANDOFF -> true;
      case AGENT, CHAIN, GUARDRAIL, MEMORY, OTHER -> false;
    };
  }

  /** How many token classes it tells; a zero tells no more than silence. */
  private static int fullness(MappedSpan span) {
    Usage usage = span.usage();
    int told = 0;
    for (Long part :
        new @Nullable Long[] {
          usage.inputTokens(),
          usage.outputTokens(),
          usage.cacheReadTokens(),
          usage.cacheWriteTokens(),
          usage.reasoningTokens()
        }) {
      told += part == null || part == 0 ? 0 : 1;
    }
    return told;
  }
}
