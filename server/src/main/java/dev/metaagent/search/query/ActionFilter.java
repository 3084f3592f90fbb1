package dev.metaagent.search.query;

import dev.metaagent.conventions.ActionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which actions are asked for; null asks nothing.
public record ActionFilter(
    @Nullable Instant from,
    Instant to,
    Instant now,
    @Nullable String agent,
    @Nullable Short kind,
    @Nullable String name,
    @Nullable String model,
    @Nullable Integer status,
    @Nullable String errorType) {

  private static final Map<String, Short> KINDS =
      Arrays.stream(ActionKind.values())
          .collect(Collectors.toUnmodifiableMap(ActionKind::wireName, ActionKind::code));

  public static ActionFilter of(Parameters parameters) {
    Instant from = parameters.time("from");
    Instant to = parameters.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      parameters.refuse("from", "is later than `to`");
    }
    return new ActionFilter(
        from,
        to == null ? parameters.now().plus(Duration.ofHours(1)) : to,
        parameters.now(),
        parameters.text("agent"),
        parameters.choice("kind", KINDS),
        parameters.text("name"),
        parameters.text("model"),
        parameters.choice("status", ActionRow.STATUS_CODES),
        parameters.text("errorType"));
  }
}
