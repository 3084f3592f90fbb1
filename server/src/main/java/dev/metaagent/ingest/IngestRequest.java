package dev.metaagent.ingest;

import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Preparation;
import dev.metaagent.ingest.senders.SentRecords;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A prepared request while it waits for its commit.
public final class IngestRequest {

  /// Shorter than the default timeout of exporters (10 s).
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(9);

  private final Preparation.Prepared prepared;
  private final @Nullable SentRecords records;
  private final CompletableFuture<Preparation.Prepared> outcome = new CompletableFuture<>();
  private final long waitsUntil = System.nanoTime() + ANSWER_WITHIN.toNanos();

  public IngestRequest(Preparation.Prepared prepared) {
    this(prepared, null);
  }

  /// A request whose records may have numbers.
  IngestRequest(Preparation.Prepared prepared, @Nullable SentRecords records) {
    this.prepared = prepared;
    this.records = records;
  }

  @Nullable SentRecords records() {
    return records;
  }

  List<IncomingTrace> traces() {
    return prepared.traces();
  }

  int spans() {
    return prepared.accepted();
  }

  long bytes() {
    return prepared.bytes();
  }

  /// Whether the sender has been answered already because it took too long.
  boolean abandoned() {
    return System.nanoTime() - waitsUntil > 0;
  }

  void stored() {
    outcome.complete(prepared);
  }

  /// Completes it as stored, except for some traces that can never be stored.
  void storedWithout(List<IncomingTrace> refused, String reason) {
    int lost = refused.stream().mapToInt(trace -> trace.spans().size() + trace.logs().size()).sum();
    outcome.complete(
        new Preparation.Prepared(
            prepared.traces(),
            prepared.accepted() - lost,
            prepared.rejected() + lost,
            reason,
            prepared.bytes()));
  }

  void failed(MetaAgentException why) {
    outcome.completeExceptionally(why);
  }

  /// Waits until the request is committed or refused.
  ///
  /// @return what was stored
  public Preparation.Prepared await() {
    try {
      return outcome.copy().orTimeout(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MetaAgentException known) {
        throw known;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw MetaAgentException.busy(
            ErrorCode.DATABASE_UNAVAILABLE,
            "the database does not answer now; send the request again, it is stored once",
            IngestQueue.RETRY_DOWN);
      }
      throw e;
    }
  }
}
