package dev.metaagent.ingest.webhooks;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;

/// Limits the bytes of webhook bodies whose signature was not checked yet, all together: whoever
/// knows an address can send them, and a signature covers the whole body.
final class UnverifiedBytes {

  private static final Duration RETRY = Duration.ofSeconds(3);

  private final long most;
  private long used;

  UnverifiedBytes(long most) {
    this.most = most;
  }

  /// The bytes of one body, until they are verified or refused.
  final class Part implements AutoCloseable {

    private long held;

    void take(long bytes) {
      reserve(bytes);
      held += bytes;
    }

    @Override
    public void close() {
      giveBack(held);
      held = 0;
    }
  }

  Part part() {
    return new Part();
  }

  private synchronized void reserve(long bytes) {
    if (used > 0 && used + bytes > most) {
      throw MetaAgentException.busy(
          ErrorCode.INTAKE_FULL, "too many webhooks are being received; send it again", RETRY);
    }
    used += bytes;
  }

  private synchronized void giveBack(long bytes) {
    used -= bytes;
  }
}
