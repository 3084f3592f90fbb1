package dev.metaagent.search.filter;

import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.privacy.Privacy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Which executions are asked for; null and what is empty ask nothing. Values of one field are
/// alternatives, fields are all required.
///
/// @param to the newest start
/// @param statuses codes, any of them
/// @param outcomes any of them
/// @param root whether only executions without a parent (true) or with one (false)
/// @param words free text over names and errors, and over input and output too where `index` says
///   so
/// @param index which words the caller may search
/// @param attributes values of plain metadata by key
public record ExecutionFilter(
    @Nullable Instant from,
    Instant to,
    Instant now,
    @Nullable TraceId trace,
    Map<ExecutionField, Asked> fields,
    Set<Integer> statuses,
    Set<Outcome> outcomes,
    @Nullable Boolean root,
    Between durationNanos,
    Between costNano,
    Between tokens,
    @Nullable String words,
    WordIndex index,
    Map<String, Asked> attributes) {

  /// How far back a list looks when no `from` is given.
  public static final Duration LOOK_BACK = Duration.ofHours(24);

  /// Keys of metadata that are looked for at once: each is read from every candidate.
  private static final int MOST_ATTRIBUTES = 20;

  /// What is known about the success of a run.
  public enum Outcome {
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
    return new ExecutionFilter(
        from,
        // telemetry of a clock that is an hour ahead is plausible and must be seen
        to == null ? parameters.now().plus(Duration.ofHours(1)) : to,
        parameters.now(),
        parameters.trace("traceId"),
        fields(parameters, privacy),
        Set.copyOf(parameters.chosen("status", StatusCodes.EXECUTIONS)),
        outcomes(parameters),
        parameters.flag("root"),
        parameters.between("DurationMs", parameters::milliseconds),
        parameters.between("CostUsd", parameters::nanoUsd),
        parameters.between("Tokens", parameters::count),
        words(parameters, privacy),
        index,
        attributes(parameters, privacy));
  }

  private static Map<ExecutionField, Asked> fields(Parameters parameters, Privacy privacy) {
    Map<ExecutionField, Asked> fields = new EnumMap<>(ExecutionField.class);
    for (ExecutionField field : ExecutionField.values()) {
      Asked asked = parameters.asked(field.parameter());
      if (!asked.isEmpty()) {
        boolean id = field == ExecutionField.SESSION || field == ExecutionField.USER;
        UnaryOperator<String> form = id ? text -> StoredId.of(text, privacy) : text -> text;
        fields.put(field, asked.stored(form));
      }
    }
    return fields;
  }

  private static Set<Outcome> outcomes(Parameters parameters) {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    outcomes.addAll(parameters.chosen("success", OUTCOMES));
    Boolean failed = parameters.flag("failed");
    if (failed != null && !outcomes.isEmpty()) {
      parameters.refuse("failed", "says again what `success` says; give one of them");
    }
    if (failed != null) {
      outcomes.add(failed ? Outcome.FAILED : Outcome.SUCCEEDED);
    }
    return outcomes.size() == Outcome.values().length ? Set.of() : outcomes;
  }

  private static @Nullable String words(Parameters parameters, Privacy privacy) {
    String words = parameters.text("q");
    return words == null ? null : privacy.text(words);
  }

  private static Map<String, Asked> attributes(Parameters parameters, Privacy privacy) {
    Map<String, List<String>> any = parameters.withPrefix("attr.");
    Map<String, List<String>> none = parameters.withPrefix("not.attr.");
    Set<String> keys = new TreeSet<>(any.keySet());
    keys.addAll(none.keySet());
    if (keys.size() > MOST_ATTRIBUTES) {
      parameters.refuse("attr.<key>", "is given for more than " + MOST_ATTRIBUTES + " keys");
    }
    Map<String, Asked> asked = new TreeMap<>();
    for (String key : keys) {
      asked.put(
          key,
          new Asked(any.getOrDefault(key, List.of()), none.getOrDefault(key, List.of()))
              .stored(value -> privacy.attribute(key, value)));
    }
    return asked;
  }

  /// What is asked of a field.
  public Asked asked(ExecutionField field) {
    return fields.getOrDefault(field, Asked.NOTHING);
  }

  /// Whether nothing is asked but time and the values of fields.
  public boolean isOfFieldsAlone() {
    Between any = new Between(null, null);
    return trace == null
        && statuses.isEmpty()
        && outcomes.isEmpty()
        && root == null
        && durationNanos.equals(any)
        && costNano.equals(any)
        && tokens.equals(any)
        && words == null
        && attributes.isEmpty();
  }

  /// The lower bound of the first look: the one that was asked for, else 24 hours back; a trace is
  /// looked for at any time.
  public @Nullable Instant lookBack() {
    return from != null || trace != null ? from : now.minus(LOOK_BACK);
  }

  /// The same question without what it says about success and failure.
  public ExecutionFilter anyOutcome() {
    Map<ExecutionField, Asked> rest = new EnumMap<>(ExecutionField.class);
    rest.putAll(fields);
    rest.remove(ExecutionField.ERROR_TYPE);
    return new ExecutionFilter(
        from,
        to,
        now,
        trace,
        rest,
        Set.of(),
        Set.of(),
        root,
        durationNanos,
        costNano,
        tokens,
        words,
        index,
        attributes);
  }
}
