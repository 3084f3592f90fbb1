package dev.metaagent.search.words;

import dev.metaagent.kernel.ExecutionId;
import java.util.Comparator;

/// The order in which rows of executions are written, the same in every transaction.
final class ExecutionOrder {

  static final Comparator<ExecutionId> BY_ID =
      Comparator.comparing(ExecutionId::trace).thenComparingLong(ExecutionId::span);

  private ExecutionOrder() {}
}
