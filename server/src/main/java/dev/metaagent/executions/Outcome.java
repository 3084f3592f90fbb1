package dev.metaagent.executions;

import dev.metaagent.kernel.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Evidence and the run it is about.
///
/// @param trace the trace of the run; null when a key names it
/// @param span the run, or a step of it; 0: the first run of the trace
/// @param key a key of the run, as stored; null when the trace is named
public record Outcome(Evidence evidence, @Nullable TraceId trace, long span, @Nullable String key) {

  /// A hash of its content: equal for outcomes that say the same.
  public UUID content() {
    String all =
        String.join(
            "\u001f",
            String.valueOf(trace),
            Long.toString(span),
            String.valueOf(key),
            evidence.kind(),
            String.valueOf(evidence.success()),
            evidence.source().wire(),
            String.valueOf(evidence.confidence()),
            String.valueOf(evidence.value()),
            String.valueOf(evidence.comment()),
            String.valueOf(evidence.by()));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }
}
