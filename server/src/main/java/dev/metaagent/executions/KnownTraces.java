package dev.metaagent.executions;

import dev.metaagent.kernel.TraceId;
import java.util.Collection;
import java.util.Set;

/// Which traces have telemetry. Implemented where traces are kept.
public interface KnownTraces {

  /// Those of some traces that are stored for the organization in scope, read within the
  /// transaction of the caller.
  Set<TraceId> among(Collection<TraceId> traces);
}
