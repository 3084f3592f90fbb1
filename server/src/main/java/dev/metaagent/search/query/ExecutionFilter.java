package dev.metaagent.search.query;

import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.privacy.Privacy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which executions are asked for; null asks nothing.
///
/// @param agent id or name
/// @param to the newest start
/// @param success true, false, or unknown
/// @param root whether only executions without a parent (true) or with one (false)
/// @param words free text over names and errors, and over input and output too where `index` says
///   so
/// @param index which words the caller may search
/// @param attributes values of plain metadata by key
public record ExecutionFilter(
    @Nullable Instant from,
    Instant to,
    Instant now,
    @Nullable String agent,
    @Nullable TraceId trace,
    @Nullable String session,
    @Nullable String user,
    @Nullable Integer status,
    @Nullable Outcome success,
    @Nullable Boolean root,
    @Nullable String errorType,
    @Nullable String environment,
    @Nullable String model,
    @Nullable String version,
    @Nullable String promptName,
    @Nullable String promptVersion,
    @Nullable String arm,
    @Nullable String taskClass,
    @Nullable Long minCostNano,
    @Nullable Long minDurationNanos,
    @Nullable String words,
    WordIndex index,
    Map<String, String> attributes) {

  /// How far back a list looks when no `from` is given.
  public static final Duration LOOK_BACK = Duration.ofHours(24);

  /// What is known about the success of a run.
  enum Outcome {
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  private static final Map<String, Outcome> OUTCOMES =
      Map.of("true", Outcome.SUCCEEDED, "false", Outcome.FAILED, "unknown", Outcome.UNKNOWN);

  /// Reads a filter; what it asks for goes through the privacy policy like what is stored.
  public static ExecutionFilter of(Parameters parameters, Privacy privacy, WordIndex index) {
    Instant from = parameters.time("from");
    Instant to = parameters.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      parameters.refuse("from", "is later than `to`");
    }
    Outcome success = parameters.choice("success", OUTCOMES);
    Boolean failed = parameters.flag("failed");
    if (failed != null && success != null) {
      parameters.refuse("failed", "says again what `success` says; give one of them");
    }
    if (failed != null) {
      success = failed ? Outcome.FAILED : Outcome.SUCCEEDED;
    }
    return new ExecutionFilter(
        from,
        // telemetry of a clock that is an hour ahead is plausible and must be seen
        to == null ? parameters.now().plus(Duration.ofHours(1)) : to,
        parameters.now(),
        parameters.text("agent"),
        parameters.trace("traceId"),
        stored(parameters.text("sessionId"), privacy),
        stored(parameters.text("userId"), privacy),
        parameters.choice("status", ExecutionRow.STATUS_CODES),
        success,
        parameters.flag("root"),
        parameters.text("errorType"),
        parameters.text("environment"),
        parameters.text("model"),
        parameters.text("version"),
        parameters.text("promptName"),
        parameters.text("promptVersion"),
        parameters.text("arm"),
        parameters.text("taskClass"),
        parameters.nanoUsd("minCostUsd"),
        parameters.milliseconds("minDurationMs"),
        words(parameters, privacy),
        index,
        attributes(parameters, privacy));
  }

  private static @Nullable String stored(@Nullable String id, Privacy privacy) {
    return id == null ? null : StoredId.of(id, privacy);
  }

  private static @Nullable String words(Parameters parameters, Privacy privacy) {
    String words = parameters.text("q");
    return words == null ? null : privacy.text(words);
  }

  private static Map<String, String> attributes(Parameters parameters, Privacy privacy) {
    Map<String, String> asked = new TreeMap<>(parameters.withPrefix("attr."));
    asked.replaceAll(privacy::attribute);
    return asked;
  }

  /// The lower bound of the first look: the one that was asked for, else 24 hours back; a trace is
  /// looked for at any time.
  public @Nullable Instant lookBack() {
    return from != null || trace != null ? from : now.minus(LOOK_BACK);
  }

  /// The same question without what it says about success and failure.
  public ExecutionFilter anyOutcome() {
    return new ExecutionFilter(
        from,
        to,
        now,
        agent,
        trace,
        session,
        user,
        null,
        null,
        root,
        null,
        environment,
        model,
        version,
        promptName,
        promptVersion,
        arm,
        taskClass,
        minCostNano,
        minDurationNanos,
        words,
        index,
        attributes);
  }
}
