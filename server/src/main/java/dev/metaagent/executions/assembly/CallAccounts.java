package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of a trace report, each call once: which spans repeat a call, what those add to
 * it, and whose tokens and cost count. The answer depends on the set of spans alone, never on their
 * order.
 */
public final class CallAccounts {
  private static final Comparator<MappedSpan> IN_TURN =
      Comparator.comparingLong(MappedSpan::startNanos).thenComparingLong(MappedSpan::spanId);

  private final Map<Long, MappedSpan> spans = new HashMap<>();
  private final Map<Long, Long> repeats;
  private final Map<Long, MappedSpan> completed = new HashMap<>();
  private final Set<Long> inALaterSum = new HashSet<>();

  private CallAccounts(Collection<MappedSpan> trace) {
    trace.forEach(span -> spans.put(span.spanId(), span));
    repeats = DuplicateCalls.among(trace);
    List.copyOf(repeats.keySet()).forEach(this::follow);
  }

  /** Sets the call that a repeat stands for, through repeats of repeats, each passed once. */
  private void follow(long repeat) {
    Set<Long> passed = new LinkedHashSet<>();
    long told = repeat;
    while (repeats.containsKey(told) && passed.add(told)) {
      told = repeats.getOrDefault(told, 0L);
    }
    long call = repeats.containsKey(told) ? 0 : told;
    passed.forEach(span -> repeats.put(span, call));
  }

  /** The accounts of a trace, or of a part of it. */
  public static CallAccounts of(Collection<MappedSpan> trace) {
    CallAccounts accounts = new CallAccounts(trace);
    accounts.complete();
    accounts.addedUp();
    return accounts;
  }

  /** Whether a span repeats a call that another one reports. */
  public boolean repeats(long span) {
    return repeats.containsKey(span);
  }

  /** The span that reports the call which a span repeats; 0 for several together, or none. */
  public long told(long repeat) {
    return repeats.getOrDefault(repeat, 0L);
  }

  /** Whether the tokens and the cost of a span are those of a call, and in no other span's. */
  public boolean counts(long id) {
    MappedSpan span = completed.getOrDefault(id, spans.get(id));
    return span != null
        && span.countsUsage()
        && !repeats.containsKey(id)
        && !inALaterSum.contains(id);
  }

  /** The spans that repeats complete, with what they add. */
  public Map<Long, MappedSpan> completed() {
    return completed;
  }

  private void complete() {
    Map<Long, List<MappedSpan>> byCall = new TreeMap<>();
    for (long repeat : repeats.keySet()) {
      byCall
          .computeIfAbsent(told(repeat), _ -> new ArrayList<>())
          .add(Objects.requireNonNull(spans.get(repeat)));
    }
    byCall.remove(0L);
    byCall.forEach((call, again) -> {
      MappedSpan told = Objects.requireNonNull(spans.get(call));
      again.sort(IN_TURN);
      completed.put(call, RepeatedFacts.added(told, again));
    });
  }

  /**
   * Calls of a tool loop that report the sum of the loop so far: each is in the next one, so that
   * only the last of them counts. That they do is seen from the numbers: what is left of the later
   * one is no smaller a call than the one before, because a loop sends again what it sent.
   */
  private void addedUp() {
    Map<Long, List<MappedSpan>> loops = new HashMap<>();
    for (MappedSpan span : spans.values()) {
      boolean inALoop = span.tally() == Tally.LOOP_GOING_ON || span.tally() == Tally.LOOP_ENDED;
      if (inALoop && !repeats.containsKey(span.spanId())) {
        loops.computeIfAbsent(span.parentSpanId(), _ -> new ArrayList<>()).add(span);
      }
    }
    loops.values().forEach(this::addedUp);
  }

  private void addedUp(List<MappedSpan> calls) {
    calls.sort(IN_TURN);
    MappedSpan before = null;
    long own = 0;
    for (MappedSpan call : calls) {
      long more = before == null ? 0 : orZero(call.inputTokens()) - orZero(before.inputTokens());
      boolean sum =
          before != null
              && before.tally() == Tally.LOOP_GOING_ON
              && before.endNanos() <= call.startNanos()
              && more >= own
              && orZero(call.outputTokens()) > orZero(before.outputTokens());
      if (before != null && sum) {
        inALaterSum.add(before.spanId());
      }
      own = sum ? more : orZero(call.inputTokens());
      before = call;
    }
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
