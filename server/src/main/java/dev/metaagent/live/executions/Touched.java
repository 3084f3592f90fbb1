package dev.metaagent.live.executions;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.live.channel.Batch;
import dev.metaagent.live.channel.LogOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The event of an execution, and the position of its batch.
record Touched(ExecutionRecorded facts, LogOffset position) {

  /// All events of some batches, oldest first.
  static List<Touched> all(List<Batch> batches) {
    List<Touched> all = new ArrayList<>();
    for (Batch batch : batches) {
      batch.executions().forEach(facts -> all.add(new Touched(facts, batch.position())));
    }
    return all;
  }

  /// The last event of each execution, in order.
  static SequencedMap<ExecutionId, Touched> lastOfEach(List<Batch> batches) {
    SequencedMap<ExecutionId, Touched> last = new LinkedHashMap<>();
    all(batches).forEach(touched -> last.putLast(touched.facts().id(), touched));
    return last;
  }
}
