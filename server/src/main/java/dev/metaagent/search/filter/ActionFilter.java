package dev.metaagent.search.filter;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.privacy.Privacy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/// Which actions are asked for; null asks nothing.
///
/// @param runs what is asked of the runs they belong to, at any time; null for any run
public record ActionFilter(
    @Nullable Instant from,
    Instant to,
    Instant now,
    @Nullable ExecutionFilter runs,
    @Nullable Short kind,
    @Nullable String name,
    @Nullable String model,
    @Nullable Integer status,
    @Nullable String errorType) {

  private static final Map<String, Short> KINDS =
      Arrays.stream(ActionKind.values())
          .collect(Collectors.toUnmodifiableMap(ActionKind::wireName, ActionKind::code));

  /// The parameters that are about actions; all others of a list of runs are about their runs.
  private static final Set<String> OWN =
      Set.of("from", "to", "kind", "name", "model", "status", "errorType", "cursor", "limit");

  /// Reads a filter from the parameters of actions and those of runs.
  ///
  /// @param given everything that was asked
  public static ActionFilter of(
      Parameters parameters,
      MultiValueMap<String, String> given,
      Privacy privacy,
      WordIndex index) {
    Instant from = parameters.time("from");
    Instant to = parameters.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      parameters.refuse("from", "is later than `to`");
    }
    return new ActionFilter(
        from,
        to == null ? parameters.now().plus(Duration.ofHours(1)) : to,
        parameters.now(),
        ofRuns(parameters, given, privacy, index),
        parameters.choice("kind", KINDS),
        parameters.text("name"),
        parameters.text("model"),
        parameters.choice("status", StatusCodes.ACTIONS),
        parameters.text("errorType"));
  }

  private static @Nullable ExecutionFilter ofRuns(
      Parameters parameters,
      MultiValueMap<String, String> given,
      Privacy privacy,
      WordIndex index) {
    MultiValueMap<String, String> rest = new LinkedMultiValueMap<>(given);
    OWN.forEach(rest::remove);
    ExecutionFilter runs = ExecutionFilter.of(parameters.without(OWN), privacy, index);
    return rest.isEmpty() ? null : runs;
  }

  /// Actions of one agent in a range.
  public static ActionFilter ofAgent(
      @Nullable String agent, Instant from, Instant to, Instant now, Privacy privacy) {
    MultiValueMap<String, String> asked = new LinkedMultiValueMap<>();
    if (agent != null) {
      asked.set("agent", agent);
    }
    Parameters parameters = new Parameters(asked, now);
    return new ActionFilter(
        from,
        to,
        now,
        agent == null ? null : ExecutionFilter.of(parameters, privacy, WordIndex.WITHOUT_BODIES),
        null,
        null,
        null,
        null,
        null);
  }
}
