package dev.metaagent.executions;

import dev.metaagent.kernel.TraceId;
import java.util.List;
import java.util.Map;

/// Writes telemetry: each batch in one transaction. When it returns, everything is committed; when
/// it throws, nothing is.
public interface TraceWriter {

  /// Records the parts of traces of the organization in scope, each trace once.
  ///
  /// @return the result for each revision of an execution among them
  Map<TraceId, Revision.State> record(List<IncomingTrace> incoming);
}
