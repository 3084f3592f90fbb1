package dev.metaagent.measure.latency;

import dev.metaagent.statistics.Quantile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds up the time of actions by kind and name. The time of an action is its own: without the time
/// that the actions below it cover, so that no time is counted twice and a caller does not hide
/// what it called.
final class ActionTimes {

  /// One action of a run, in nanoseconds.
  record Action(
      String run, long span, long parent, long start, long duration, String kind, String name) {
    long end() {
      return start + duration;
    }
  }

  /// What actions are added up by.
  record What(String kind, String name) {}

  /// The actions of one kind and name.
  ///
  /// @param slowestRun the run with the longest of them
  record Sum(
      What what, long calls, long totalNanos, long p50Nanos, long p95Nanos, String slowestRun) {}

  private static final class Collected {
    private final List<Long> times = new ArrayList<>();
    private long longest = -1;
    private String slowestRun = "";

    void add(long time, String run) {
      times.add(time);
      if (time > longest) {
        longest = time;
        slowestRun = run;
      }
    }

    Sum sum(What what) {
      long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Sum(
          what,
          sorted.length,
          times.stream().mapToLong(Long::longValue).sum(),
          Quantile.of(0.5, sorted),
          Quantile.of(0.95, sorted),
          slowestRun);
    }
  }

  private ActionTimes() {}

  /// Sums, the longest first.
  static List<Sum> of(List<Action> actions) {
    Map<String, Map<Long, List<Action>>> children = new HashMap<>();
    for (Action action : actions) {
      if (action.span() != action.parent()) {
        children
            .computeIfAbsent(action.run(), _ -> new HashMap<>())
            .computeIfAbsent(action.parent(), _ -> new ArrayList<>())
            .add(action);
      }
    }
    Map<What, Collected> sums = new HashMap<>();
    for (Action action : actions) {
      List<Action> below =
          children.getOrDefault(action.run(), Map.of()).getOrDefault(action.span(), List.of());
      sums.computeIfAbsent(new What(action.kind(), action.name()), _ -> new Collected())
          .add(action.duration() - covered(action, below), action.run());
    }
    return sums.entrySet().stream()
        .map(entry -> entry.getValue().sum(entry.getKey()))
        .sorted(
            Comparator.comparingLong(Sum::totalNanos)
                .reversed()
                .thenComparing(sum -> sum.what().kind())
                .thenComparing(sum -> sum.what().name()))
        .toList();
  }

  /// How much of an action the actions below it cover; where they overlap, once.
  private static long covered(Action action, List<Action> below) {
    List<Action> ordered = below.stream().sorted(Comparator.comparingLong(Action::start)).toList();
    long covered = 0;
    long until = action.start();
    for (Action child : ordered) {
      long from = Math.max(child.start(), until);
      long to = Math.min(child.end(), action.end());
      if (to > from) {
        covered += to - from;
        until = to;
      }
    }
    return covered;
  }

  /// The sum of a kind and name; null when there is none.
  static @Nullable Sum find(List<Sum> sums, What what) {
    return sums.stream().filter(sum -> sum.what().equals(what)).findFirst().orElse(null);
  }
}
