package dev.metaagent.observe;

import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.util.List;

/// One committed batch of telemetry, as news.
///
/// @param transaction the transaction that committed it: batches are read in the order
///   (transaction, id)
public record RecordedBatch(
    OrganizationId organization,
    long transaction,
    long id,
    Instant recordedAt,
    List<ExecutionFacts> executions) {

  /// Its place in the order of the news.
  public NewsPosition position() {
    return new NewsPosition(transaction, id);
  }
}
