package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution.Status;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The words that systems use for the status of a run.
final class Statuses {

  private static final Set<String> OK =
      Set.of(
          "ok",
          "success",
          "succeeded",
          "successful",
          "completed",
          "complete",
          "done",
          "finished",
          "passed",
          "true");
  private static final Set<String> ERROR =
      Set.of(
          "error",
          "failed",
          "failure",
          "crashed",
          "canceled",
          "cancelled",
          "timeout",
          "timed_out",
          "aborted",
          "false");
  private static final Set<String> RUNNING =
      Set.of("running", "started", "in_progress", "waiting", "new", "queued", "pending");

  private Statuses() {}

  /// The status of a word; null for an unknown word.
  static @Nullable Status of(@Nullable String word) {
    String text = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
    if (OK.contains(text)) {
      return Status.OK;
    }
    if (ERROR.contains(text)) {
      return Status.ERROR;
    }
    return RUNNING.contains(text) ? Status.RUNNING : null;
  }
}
