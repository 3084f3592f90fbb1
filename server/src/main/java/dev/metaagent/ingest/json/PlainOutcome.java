package dev.metaagent.observe.doors;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happened after a run, or what somebody thinks of it. Exactly one of executionId, traceId
/// and key names the run.
///
/// @param id the caller's: the same id again is the same outcome; null: the same content again is
/// @param executionId MetaAgent's id of the execution, or the caller's id of a plain run
/// @param key one of the keys that the run was given
/// @param kind what happened: {@code reply_received}, {@code bounced}, {@code rating}, ...
/// @param success whether it shows that the run reached its aim; null when it shows nothing of that
/// @param confidence 0 to 1; null: what is usual for the source
/// @param by who says so
/// @param at when it happened; null: now
public record PlainOutcome(
    @Nullable String id,
    @Nullable String executionId,
    @Nullable String traceId,
    @Nullable String key,
    String kind,
    @Nullable Boolean success,
    Source source,
    @Nullable Double confidence,
    @Nullable BigDecimal value,
    @Nullable String comment,
    @Nullable String by,
    @Nullable Instant at) {

  /// Where it comes from; the first that says something about success is believed.
  public enum Source {
    OUTCOME,
    PERSON,
    DOWNSTREAM
  }
}
