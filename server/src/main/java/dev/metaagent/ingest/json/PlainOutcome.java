package dev.metaagent.ingest.json;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happened after a run, or a judgement of it. Exactly one of executionId, traceId and key
/// names the run.
///
/// @param id the caller's: the same id again is the same outcome; null: the same content again is
/// @param executionId MetaAgent's id of the execution, or the caller's id of a plain run
/// @param key one of the keys that the run was given
/// @param kind what happened: {@code reply_received}, {@code bounced}, {@code rating}, ...
/// @param success whether it shows that the run reached its goal; null when it says nothing about
///   that
/// @param confidence 0 to 1; null: the default of the source
/// @param by who reported it
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

  /// Its source, the most trusted first.
  public enum Source {
    OUTCOME,
    PERSON,
    DOWNSTREAM
  }
}
