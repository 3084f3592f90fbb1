package dev.metaagent.observe.doors;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.Evidence;
import dev.metaagent.observe.EvidenceSource;
import dev.metaagent.observe.Outcome;
import dev.metaagent.observe.OutcomeKeys;
import dev.metaagent.observe.OutcomeTexts;
import dev.metaagent.observe.Outcomes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes outcomes of runs, for the organization in scope.
@Component
public class PlainOutcomes {

  /// The ways an outcome can end up.
  public enum State {
    ATTACHED,
    WAITING,
    UNCHANGED,
    REFUSED
  }

  /// What became of one outcome.
  ///
  /// @param id under which it is kept; null when it was refused
  /// @param executionId the execution it is attached to; null while it waits for one
  public record Receipt(
      @Nullable String id,
      @Nullable String executionId,
      State state,
      List<FieldError> errors,
      List<FieldError> warnings) {}

  /// An execution's id as MetaAgent writes it; anything else is the caller's own.
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{32}(-[0-9a-f]{16})?");

  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final int LONGEST_NAME = 200;

  private final Outcomes outcomes;
  private final OutcomeTexts texts;
  private final Clock clock;

  PlainOutcomes(Outcomes outcomes, OutcomeTexts texts, Clock clock) {
    this.outcomes = outcomes;
    this.texts = texts;
    this.clock = clock;
  }

  /// Stores the outcomes and returns once they are committed, one receipt for each in their order.
  public List<Receipt> accept(List<PlainOutcome> told) {
    Instant now = clock.instant();
    List<Problems> problems = told.stream().map(outcome -> check(outcome, now)).toList();
    List<Outcome> right = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      if (!problems.get(i).any()) {
        right.add(outcome(told.get(i), now));
      }
    }
    List<Outcomes.Taken> taken = right.isEmpty() ? List.of() : outcomes.take(right);
    List<Receipt> receipts = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < told.size(); i++) {
      if (problems.get(i).any()) {
        receipts.add(
            new Receipt(
                told.get(i).id(), null, State.REFUSED, problems.get(i).errors(), List.of()));
      } else {
        receipts.add(receipt(right.get(next), taken.get(next)));
        next++;
      }
    }
    return receipts;
  }

  private static Receipt receipt(Outcome outcome, Outcomes.Taken taken) {
    ExecutionId execution = taken.execution();
    State state = execution == null ? State.WAITING : State.ATTACHED;
    return new Receipt(
        outcome.evidence().id(),
        execution == null ? null : execution.toString(),
        taken.fresh() ? state : State.UNCHANGED,
        List.of(),
        List.of());
  }

  private static Problems check(PlainOutcome outcome, Instant now) {
    Problems problems = new Problems();
    int named = one(outcome.executionId()) + one(outcome.traceId()) + one(outcome.key());
    if (named != 1) {
      problems.wrong("executionId", "give exactly one of executionId, traceId and key");
    }
    if (outcome.traceId() != null && !TRACE.matcher(lower(outcome.traceId())).matches()) {
      problems.wrong("traceId", "is a trace id of 32 hex digits");
    }
    if (outcome.kind().isBlank()) {
      problems.wrong("kind", "is required");
    }
    if (outcome.kind().length() > LONGEST_NAME) {
      problems.wrong("kind", "has at most " + LONGEST_NAME + " characters");
    }
    Double confidence = outcome.confidence();
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      problems.wrong("confidence", "is a number from 0 to 1");
    }
    if (outcome.at() != null && outcome.at().isAfter(now.plus(AHEAD))) {
      problems.wrong("at", "is not in the future");
    }
    return problems;
  }

  private static int one(@Nullable String name) {
    return name == null || name.isBlank() ? 0 : 1;
  }

  private Outcome outcome(PlainOutcome told, Instant now) {
    ExecutionId named = named(told);
    String key = null;
    if (named == null) {
      String given =
          told.key() != null
              ? told.key()
              : OutcomeKeys.ofRun(String.valueOf(told.executionId()).strip());
      key = texts.key(given);
    }
    EvidenceSource source =
        switch (told.source()) {
          case OUTCOME -> EvidenceSource.OUTCOME;
          case PERSON -> EvidenceSource.PERSON;
          case DOWNSTREAM -> EvidenceSource.DOWNSTREAM;
        };
    Evidence evidence =
        new Evidence(
            told.id() == null ? ofContent(told) : texts.key(told.id()),
            texts.text(told.kind()),
            told.success(),
            source,
            told.confidence() == null ? Double.valueOf(source.confidence()) : told.confidence(),
            told.value(),
            told.comment() == null ? null : texts.text(told.comment()),
            told.by() == null ? null : texts.text(told.by()),
            told.at() == null ? now : told.at(),
            now);
    return new Outcome(
        evidence, named == null ? null : named.trace(), named == null ? 0 : named.span(), key);
  }

  /// The execution or trace that an outcome names by an id of ours, or null.
  private static @Nullable ExecutionId named(PlainOutcome told) {
    if (told.traceId() != null) {
      return new ExecutionId(TraceId.parse(lower(told.traceId())), 0);
    }
    boolean ours = told.executionId() != null && OURS.matcher(lower(told.executionId())).matches();
    return ours ? ExecutionId.parse(lower(String.valueOf(told.executionId()))) : null;
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static String ofContent(PlainOutcome told) {
    byte[] all = told.toString().getBytes(StandardCharsets.UTF_8);
    return "o-" + UUID.nameUUIDFromBytes(all);
  }
}
