package dev.metaagent.observe;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the light facts of an execution from its assembled state.
final class Facts {

  private Facts() {}

  static ExecutionFacts of(
      LocalDate day, TraceId trace, ExecutionState state, @Nullable ExecutionState parent) {
    List<String> models = state.modelsByTokens();
    Instant previousEnd = state.before == null ? null : state.before.endedAt();
    return new ExecutionFacts(
        day,
        new ExecutionId(trace, state.span),
        Objects.requireNonNull(state.agent),
        parent == null ? null : parent.agent,
        state.startedAt(),
        state.endedAt(),
        previousEnd,
        state.before == null ? null : state.before.agent(),
        state.status,
        state.success(),
        known(state.facts.get(Texts.Fact.VERSION)),
        known(state.facts.get(Texts.Fact.PROMPT_NAME)),
        known(state.facts.get(Texts.Fact.PROMPT_VERSION)),
        models.isEmpty() ? "" : models.getFirst(),
        known(state.environment),
        state.durationNanos(),
        state.costNano,
        state.errorType(),
        state.session);
  }

  /// An execution that is no longer one of its own: it is to be taken out of where it was counted.
  static ExecutionFacts removed(LocalDate day, TraceId trace, ExecutionState state) {
    ExecutionState.Before before = Objects.requireNonNull(state.before);
    return new ExecutionFacts(
        day,
        new ExecutionId(trace, state.span),
        Objects.requireNonNull(before.agent()),
        null,
        state.startedAt(),
        null,
        before.endedAt(),
        before.agent(),
        ExecutionState.UNKNOWN,
        null,
        "",
        "",
        "",
        "",
        "",
        null,
        null,
        null,
        null);
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }
}
