package dev.metaagent.ingest.json;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.Outcome;
import dev.metaagent.executions.OutcomeKeys;
import dev.metaagent.executions.OutcomeTexts;
import dev.metaagent.executions.Outcomes;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.kernel.TraceId;
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

/// Ingests outcomes of runs, for the organization in scope.
@Component
public class PlainOutcomes {

  /// The result for an outcome.
  public enum State {
    ATTACHED,
    WAITING,
    UNCHANGED,
    REFUSED
  }

  /// The result for one outcome.
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

  /// As `protocol/outcome.schema.json` says; longer ones of webhooks are cut.
  static final int LONGEST_COMMENT = 4_000;

  private final Outcomes outcomes;
  private final OutcomeTexts texts;
  private final Clock clock;

  PlainOutcomes(Outcomes outcomes, OutcomeTexts texts, Clock clock) {
    this.outcomes = outcomes;
    this.texts = texts;
    this.clock = clock;
  }

  /// Stores the outcomes and returns once they are committed, one receipt for each in their order.
  public List<Receipt> accept(List<PlainOutcome> sent) {
    Instant now = clock.instant();
    List<DocumentProblems> problems = sent.stream().map(outcome -> check(outcome, now)).toList();
    List<Outcome> right = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (!problems.get(i).any()) {
        right.add(outcome(sent.get(i), now));
      }
    }
    List<Outcomes.Taken> taken = right.isEmpty() ? List.of() : outcomes.take(right);
    List<Receipt> receipts = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < sent.size(); i++) {
      if (problems.get(i).any()) {
        receipts.add(
            new Receipt(
                sent.get(i).id(), null, State.REFUSED, problems.get(i).errors(), List.of()));
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

  private static DocumentProblems check(PlainOutcome outcome, Instant now) {
    DocumentProblems problems = new DocumentProblems();
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

  private Outcome outcome(PlainOutcome sent, Instant now) {
    ExecutionId named = named(sent);
    String key = null;
    if (named == null) {
      String given =
          sent.key() != null
              ? sent.key()
              : OutcomeKeys.ofRun(String.valueOf(sent.executionId()).strip());
      key = texts.key(given);
    }
    EvidenceSource source =
        switch (sent.source()) {
          case OUTCOME -> EvidenceSource.OUTCOME;
          case PERSON -> EvidenceSource.PERSON;
          case DOWNSTREAM -> EvidenceSource.DOWNSTREAM;
        };
    Evidence evidence =
        new Evidence(
            sent.id() == null ? ofContent(sent) : texts.key(sent.id()),
            texts.text(sent.kind()),
            sent.success(),
            source,
            sent.confidence() == null ? Double.valueOf(source.confidence()) : sent.confidence(),
            sent.value(),
            text(sent.comment(), LONGEST_COMMENT),
            text(sent.by(), LONGEST_NAME),
            sent.at() == null ? now : sent.at(),
            now);
    return new Outcome(
        evidence, named == null ? null : named.trace(), named == null ? 0 : named.span(), key);
  }

  private @Nullable String text(@Nullable String sent, int longest) {
    String text = sent == null ? null : texts.text(sent);
    return text == null || text.length() <= longest
        ? text
        : StorableText.of(text.substring(0, longest));
  }

  /// The execution or trace that an outcome names by an id of ours, or null.
  private static @Nullable ExecutionId named(PlainOutcome sent) {
    if (sent.traceId() != null) {
      return new ExecutionId(TraceId.parse(lower(sent.traceId())), 0);
    }
    boolean ours = sent.executionId() != null && OURS.matcher(lower(sent.executionId())).matches();
    return ours ? ExecutionId.parse(lower(String.valueOf(sent.executionId()))) : null;
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static String ofContent(PlainOutcome sent) {
    byte[] all = sent.toString().getBytes(StandardCharsets.UTF_8);
    return "o-" + UUID.nameUUIDFromBytes(all);
  }
}
