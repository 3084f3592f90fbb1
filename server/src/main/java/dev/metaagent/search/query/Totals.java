package dev.metaagent.search.query;

import dev.metaagent.kernel.ExecutionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What executions used together with everything nested in them.
public final class Totals {

  /// An amount of each kind; null is unknown, and stays so only while everything added is unknown.
  public record Sum(
      @Nullable Long costNano,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      long actions) {

    /// Input and output together; null when neither is known.
    @Nullable Long tokens() {
      return add(inputTokens, outputTokens);
    }

    Sum plus(Sum other) {
      return new Sum(
          add(costNano, other.costNano),
          add(inputTokens, other.inputTokens),
          add(outputTokens, other.outputTokens),
          actions + other.actions);
    }

    private static @Nullable Long add(@Nullable Long one, @Nullable Long other) {
      return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }
  }

  /// One execution's own part.
  public record Share(ExecutionId id, @Nullable ExecutionId parent, Sum own) {}

  private final Map<ExecutionId, Share> shares = new HashMap<>();
  private final Map<ExecutionId, List<ExecutionId>> children = new HashMap<>();

  public Totals(List<Share> all) {
    for (Share share : all) {
      shares.put(share.id(), share);
      if (share.parent() != null) {
        children.computeIfAbsent(share.parent(), parent -> new ArrayList<>()).add(share.id());
      }
    }
  }

  /// The sum over an execution and its descendants.
  Sum of(ExecutionId id) {
    Sum sum = new Sum(null, null, null, 0);
    Set<ExecutionId> seen = new HashSet<>();
    Deque<ExecutionId> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      ExecutionId next = open.pop();
      Share share = shares.get(next);
      // clients can send spans that are their own ancestors
      if (share != null && seen.add(next)) {
        sum = sum.plus(share.own());
        children.getOrDefault(next, List.of()).forEach(open::push);
      }
    }
    return sum;
  }
}
