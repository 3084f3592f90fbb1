package dev.metaagent.search.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Which actions tell what a run was asked and what it answered.
class IndexedExecutionTest {

  private static final int MODEL_CALL = 1;
  private static final int TOOL_CALL = 2;

  private final ExecutionId id = new ExecutionId(new TraceId(new UUID(1, 2)), 10);
  private final IndexedExecution run =
      new IndexedExecution(id, Instant.EPOCH, new UsedByRun(new AgentId(new UUID(3, 4))));

  private Contents.Key key(long span) {
    return new Contents.Key(id.trace(), span, 0);
  }

  @Test
  void theBeginningTellsBothAndModelCallsHelpOut() {
    run.add(10, TOOL_CALL, 0);
    run.add(11, MODEL_CALL, 0);
    run.add(12, TOOL_CALL, 0);
    run.add(13, MODEL_CALL, 0);

    assertThat(run.askers()).containsExactly(key(10), key(11));
    assertThat(run.answerers()).containsExactly(key(10), key(13));
  }

  @Test
  void whereTheBeginningNeverCameTheFirstActionStandsForIt() {
    run.add(11, TOOL_CALL, 0);
    run.add(12, MODEL_CALL, 0);
    assertThat(run.askers()).containsExactly(key(11), key(12));
    run.add(10, TOOL_CALL, 0);
    assertThat(run.askers()).as("it came late").containsExactly(key(10), key(12));
  }

  @Test
  void oneCallThatIsTheWholeRunIsReadOnce() {
    run.add(10, MODEL_CALL, 0);
    assertThat(run.askers()).containsExactly(key(10));
    assertThat(run.answerers()).containsExactly(key(10));
  }

  @Test
  void aRunWithoutActionsTellsItsNamesAlone() {
    run.add("Writer");
    run.add(null);
    run.add("Timeout");
    run.add("Writer");
    assertThat(run.texts()).containsExactly("Writer", "Timeout");
    assertThat(run.askers()).isEmpty();
    assertThat(run.answerers()).isEmpty();
  }

  @Test
  void executionsAreWrittenInOneOrder() {
    ExecutionId low = new ExecutionId(new TraceId(new UUID(1, 0)), 9);
    ExecutionId next = new ExecutionId(new TraceId(new UUID(1, 0)), 10);
    ExecutionId high = new ExecutionId(new TraceId(new UUID(-1, 0)), -5);
    List<ExecutionId> ids = new ArrayList<>(List.of(high, next, low));
    ids.sort(ExecutionOrder.BY_ID);
    assertThat(ids).containsExactly(low, next, high);
  }
}
