package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.ActionStatus;
import dev.metaagent.conventions.ExecutionBoundary;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.Tally;
import dev.metaagent.conventions.Usage;
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
 * Finds spans that report a call which another span of the trace already reports: two
 * instrumentations see one model call, or a wrapper and its core are both labelled as the call. A
 * repeat is kept as an action of no kind and its tokens are not counted.
 *
 * <p>The answer depends on the set of spans alone, never on their order.
 */
public final class DuplicateCalls {

  /** How many levels above a call a duplicate from another instrumentation is searched for. */
  public static final int LEVELS = 8;

  private static final int MOST_OPEN = 256;

  private static final Comparator<MappedSpan> FULLEST_FIRST =
      Comparator.comparingInt(DuplicateCalls::fullness)
          .reversed()
          .thenComparingLong(MappedSpan::startNanos)
          .thenComparing(Comparator.comparingLong(MappedSpan::endNanos).reversed())
          .thenComparingLong(MappedSpan::spanId);

  private static final Comparator<MappedSpan> EARLIEST_FIRST =
      Comparator.comparingLong(MappedSpan::startNanos)
          .thenComparing(Comparator.comparingLong(MappedSpan::endNanos).reversed())
          .thenComparingLong(MappedSpan::spanId);

  /** The nearest span that is no wrapper, null where there is none, and how many are before it. */
  private record Work(@Nullable MappedSpan span, int wrappers) {}

  private final Map<Long, MappedSpan> spans = new HashMap<>();
  private final Map<Long, List<MappedSpan>> sameKindBelow = new HashMap<>();
  private final Map<Long, Work> workFrom = new HashMap<>();
  private final Map<Long, Long> repeats = new HashMap<>();

  private DuplicateCalls(Collection<MappedSpan> trace) {
    for (MappedSpan span : trace) {
      spans.put(span.spanId(), span);
    }
  }

  /**
   * The ids of the spans of this trace that repeat another, each with the id of that one; 0 where
   * it repeats several calls together.
   */
  public static Map<Long, Long> among(Collection<MappedSpan> trace) {
    DuplicateCalls calls = new DuplicateCalls(trace);
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
      same.stream().skip(1).forEach(span -> repeat(span, same.getFirst()));
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
    Map<Long, KnownPlace> standing = new HashMap<>();
    for (MappedSpan span : topDown.reversed()) {
      KnownPlace inner = KnownPlace.NONE;
      for (MappedSpan below : sameKindBelow.getOrDefault(span.spanId(), List.of())) {
        inner = inner.and(standing.remove(below.spanId()));
      }
      standing.put(span.spanId(), standing(span, inner));
    }
  }

  /**
   * Calls inside another one that stand so far. The larger list takes in the smaller one, so that
   * many calls below a deep chain of calls are not copied at each level.
   */
  private record KnownPlace(List<MappedSpan> calls, boolean anyTokens, boolean anyFailed) {
    static final KnownPlace NONE = new KnownPlace(List.of(), false, false);

    static KnownPlace of(MappedSpan span) {
      return new KnownPlace(new ArrayList<>(List.of(span)), span.usage().hasTokens(), failed(span));
    }

    KnownPlace and(@Nullable KnownPlace other) {
      if (other == null || other.calls.isEmpty()) {
        return this;
      }
      if (calls.isEmpty()) {
        return other;
      }
      boolean otherLarger = calls.size() < other.calls.size();
      List<MappedSpan> larger = otherLarger ? other.calls : calls;
      larger.addAll(otherLarger ? calls : other.calls);
      return new KnownPlace(larger, anyTokens || other.anyTokens, anyFailed || other.anyFailed);
    }

    boolean isEmpty() {
      return calls.isEmpty();
    }

    boolean many() {
      return calls.size() > 1;
    }

    MappedSpan only() {
      return calls.getFirst();
    }
  }

  /** Which of a span and the calls inside it stand; the others repeat. */
  private KnownPlace standing(MappedSpan outer, KnownPlace inner) {
    if (repeats.containsKey(outer.spanId())) {
      return inner;
    }
    if (inner.isEmpty()) {
      return KnownPlace.of(outer);
    }
    boolean innerTells =
        switch (outer.kind()) {
          case LLM, EMBEDDING ->
              inner.anyTokens()
                  ? inner.many() || fullness(inner.only()) > fullness(outer)
                  : !outer.usage().hasTokens()
                      && (inner.many() || (outer.model() == null && inner.only().model() != null));
          case TOOL -> outer.status() != ActionStatus.ERROR && inner.anyFailed();
          case AGENT, CHAIN, RETRIEVAL, GUARDRAIL, HANDOFF, MEMORY, OTHER -> false;
        };
    if (innerTells) {
      repeat(outer, inner.many() ? null : inner.only());
      return inner;
    }
    inner.calls().forEach(call -> repeat(call, outer));
    return KnownPlace.of(outer);
  }

  /**
   * Two instrumentations side by side: one parent, one model, one outcome, one inside the other's
   * time. Calls that name different keys are different calls. A call is compared with at most
   * {@value #MOST_OPEN} that run at the same time, the latest ones, so that the work is linear.
   */
  private void besideEachOther() {
    Map<Long, List<MappedSpan>> siblings = new HashMap<>();
    for (MappedSpan span : spans.values()) {
      if (span.kind() == ActionKind.LLM && !repeats.containsKey(span.spanId())) {
        siblings.computeIfAbsent(span.parentSpanId(), id -> new ArrayList<>()).add(span);
      }
    }
    for (List<MappedSpan> calls : siblings.values()) {
      enteredInTurn(calls);
      boolean oneScope = calls.stream().map(MappedSpan::scope).distinct().count() < 2;
      if (!oneScope) {
        calls.sort(EARLIEST_FIRST);
        besideEachOther(calls);
      }
    }
  }

  /**
   * An accounting entry after the calls beside it repeats the one whose tokens it has, the last one
   * if that has none, or all of them so far if it has their sum.
   */
  private void enteredInTurn(List<MappedSpan> siblings) {
    if (siblings.stream().noneMatch(call -> call.tally() == Tally.ENTRY)) {
      return;
    }
    siblings.sort(EARLIEST_FIRST);
    Map<Usage, MappedSpan> calls = new HashMap<>();
    MappedSpan silent = null;
    long input = 0;
    long output = 0;
    for (MappedSpan span : siblings) {
      Usage tokens = new Usage(span.inputTokens(), span.outputTokens(), null, null, null, null);
      MappedSpan call = calls.get(tokens);
      if (span.tally() != Tally.ENTRY) {
        calls.put(tokens, span);
        silent = span.usage().hasTokens() || failed(span) ? null : span;
        input += span.inputTokens() == null ? 0 : span.inputTokens();
        output += span.outputTokens() == null ? 0 : span.outputTokens();
      } else if (call != null && sameModel(call, span) && !otherCalls(call, span)) {
        repeat(span, call);
      } else if (silent != null && sameModel(silent, span) && !otherCalls(silent, span)) {
        repeat(span, silent);
        silent = null;
      } else if (calls.size() > 1
          && tokens.equals(new Usage(input, output, null, null, null, null))) {
        repeat(span, null);
      }
    }
    siblings.removeIf(span -> repeats.containsKey(span.spanId()));
  }

  private static boolean sameModel(MappedSpan a, MappedSpan b) {
    return a.model() == null || b.model() == null || a.model().equals(b.model());
  }

  private static boolean otherCalls(MappedSpan a, MappedSpan b) {
    return a.callKey() != null && b.callKey() != null && !a.callKey().equals(b.callKey());
  }

  private void besideEachOther(List<MappedSpan> calls) {
    List<MappedSpan> open = new ArrayList<>();
    for (MappedSpan call : calls) {
      if (open.size() > MOST_OPEN) {
        open.subList(0, open.size() - MOST_OPEN).clear();
      }
      open.removeIf(earlier -> earlier.endNanos() < call.startNanos());
      MappedSpan same =
          open.stream().filter(other -> tellTheSame(other, call)).findFirst().orElse(null);
      if (same == null) {
        open.add(call);
      } else {
        open.remove(same);
        boolean first = FULLEST_FIRST.compare(same, call) <= 0;
        repeat(first ? call : same, first ? same : call);
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
    Work above = workAbove(span);
    if (above.span() == null || above.span().kind() != span.kind() || above.wrappers() >= LEVELS) {
      return null;
    }
    boolean sameTool = span.kind() != ActionKind.TOOL || above.span().name().equals(span.name());
    return sameTool ? above.span() : null;
  }

  /**
   * The nearest span above one that is no wrapper. Each wrapper is passed once for all below it.
   */
  private Work workAbove(MappedSpan span) {
    Deque<Long> wrappers = new ArrayDeque<>();
    Set<Long> seen = new HashSet<>();
    long at = span.parentSpanId();
    Work found = workFrom.get(at);
    while (found == null) {
      MappedSpan above = spans.get(at);
      if (above != null && wraps(above.kind()) && seen.add(at)) {
        wrappers.push(at);
        at = above.boundary() instanceof ExecutionBoundary.Starts ? 0 : above.parentSpanId();
        found = workFrom.get(at);
      } else {
        found = new Work(above == null || wraps(above.kind()) ? null : above, 0);
      }
    }
    for (long wrapper : wrappers) {
      found = new Work(found.span(), found.wrappers() + 1);
      workFrom.put(wrapper, found);
    }
    return found;
  }

  private static boolean failed(MappedSpan span) {
    return span.status() == ActionStatus.ERROR;
  }

  private void repeat(MappedSpan span, @Nullable MappedSpan told) {
    repeats.put(span.spanId(), told == null ? 0 : told.spanId());
  }

  /** Whether actions of a kind wrap the calls below them: the same call may stand on both sides. */
  public static boolean wraps(ActionKind kind) {
    return kind == ActionKind.CHAIN || kind == ActionKind.OTHER;
  }

  /** Whether a call of this kind may be reported again by one of its kind below it. */
  public static boolean nests(ActionKind kind) {
    return switch (kind) {
      case LLM, EMBEDDING, RETRIEVAL, TOOL, HANDOFF -> true;
      case AGENT, CHAIN, GUARDRAIL, MEMORY, OTHER -> false;
    };
  }

  /**
   * How many token classes it reports; 0 counts as not reported. Those with a price of their own
   * count twice: what does not stand is not priced.
   */
  private static int fullness(MappedSpan span) {
    Usage usage = span.usage();
    return 2 * reported(usage.inputTokens())
        + 2 * reported(usage.outputTokens())
        + 2 * reported(usage.cacheReadTokens())
        + 2 * reported(usage.cacheWriteTokens())
        + reported(usage.reasoningTokens());
  }

  private static int reported(@Nullable Long part) {
    return part == null || part == 0 ? 0 : 1;
  }
}
