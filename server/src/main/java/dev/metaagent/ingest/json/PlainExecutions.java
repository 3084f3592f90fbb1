package dev.metaagent.ingest.json;

import dev.metaagent.executions.Revision;
import dev.metaagent.ingest.ExecutionSubmission;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ingests runs submitted without OpenTelemetry, for the organization in scope: they are converted
/// to spans and processed like other telemetry. A run that is stored already is replaced by a
/// higher revision or, of the same revision, a later end.
@Component
public class PlainExecutions {

  /// The result for a run.
  public enum State {
    STORED,
    REPLACED,
    UNCHANGED,
    REFUSED
  }

  /// The result for one run.
  ///
  /// @param executionId MetaAgent's id of it; null when it was refused
  /// @param errors field names are relative to the run: {@code steps[0].model}
  /// @param warnings fields that were ignored or interpreted differently
  public record Receipt(
      String id,
      @Nullable String executionId,
      State state,
      List<FieldError> errors,
      List<FieldError> warnings) {}

  private static final int LONGEST_ID = 290;

  private final ExecutionSubmission runs;
  private final ExecutionPlaces places;
  private final Clock clock;

  PlainExecutions(ExecutionSubmission runs, ExecutionPlaces places, Clock clock) {
    this.runs = runs;
    this.places = places;
    this.clock = clock;
  }

  /// The place of a run that is already stored from telemetry.
  ///
  /// @param above the span above its beginning, 0 none
  public record KnownPlace(ExecutionId execution, long above) {}

  /// Stores the runs and returns once they are committed, one receipt for each in their order.
  public List<Receipt> accept(List<PlainExecution> executions) {
    return accept(executions, Map.of());
  }

  /// Stores the runs; those that have a place already, by their id, are replaced there.
  public List<Receipt> accept(
      List<PlainExecution> executions, Map<String, KnownPlace> knownPlaces) {
    OrganizationId organization = Tenant.current();
    Instant now = clock.instant();
    List<DocumentProblems> problems = executions.stream().map(PlainExecutions::check).toList();
    List<PlainExecution> right = new ArrayList<>();
    for (int i = 0; i < executions.size(); i++) {
      if (!problems.get(i).any()) {
        right.add(executions.get(i));
      }
    }
    List<ExecutionPlace> found =
        right.isEmpty() ? List.of() : knownPlaces(right, places.of(right), knownPlaces);
    List<ExecutionSubmission.SubmittedRun> submitted = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      submitted.add(submitted(organization, right.get(i), found.get(i), now));
    }
    String refusal = runs.take(submitted);
    List<Receipt> receipts = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < executions.size(); i++) {
      DocumentProblems problem = problems.get(i);
      PlainExecution run = executions.get(i);
      if (problem.any()) {
        receipts.add(new Receipt(run.id(), null, State.REFUSED, problem.errors(), List.of()));
      } else {
        Revision.State stored = submitted.get(next).revision().state();
        receipts.add(
            stored == null
                ? unstorable(run, String.valueOf(refusal))
                : receipt(run, found.get(next), stored, problem));
        next++;
      }
    }
    return receipts;
  }

  private static List<ExecutionPlace> knownPlaces(
      List<PlainExecution> runs, List<ExecutionPlace> places, Map<String, KnownPlace> knownPlaces) {
    List<ExecutionPlace> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      KnownPlace known = knownPlaces.get(runs.get(i).id());
      all.add(
          known == null
              ? places.get(i)
              : new ExecutionPlace(
                  known.execution().trace(), known.execution().span(), known.above()));
    }
    return all;
  }

  private static ExecutionSubmission.SubmittedRun submitted(
      OrganizationId organization, PlainExecution run, ExecutionPlace place, Instant now) {
    PlainTimes times = PlainTimes.of(run, now);
    long revision = run.revision() == null ? 0 : run.revision();
    return new ExecutionSubmission.SubmittedRun(
        PlainSpans.of(organization, run, place, times),
        new Revision(place.span(), revision, times.sentEnd()));
  }

  private static Receipt unstorable(PlainExecution run, String refusal) {
    return new Receipt(
        run.id(), null, State.REFUSED, List.of(new FieldError("", refusal)), List.of());
  }

  private static Receipt receipt(
      PlainExecution run, ExecutionPlace place, Revision.State stored, DocumentProblems problems) {
    State state =
        switch (stored) {
          case STORED -> State.STORED;
          case REPLACED -> State.REPLACED;
          case UNCHANGED -> State.UNCHANGED;
          case OUTDATED -> {
            problems.odd(
                "revision",
                "differs from what is stored, but neither revision nor endedAt is higher:"
                    + " nothing was replaced");
            yield State.UNCHANGED;
          }
        };
    return new Receipt(
        run.id(), place.execution().toString(), state, List.of(), problems.warnings());
  }

  private static DocumentProblems check(PlainExecution run) {
    DocumentProblems problems = new DocumentProblems();
    if (run.id().isBlank()) {
      problems.wrong("id", "is required");
    }
    if (run.agent().isBlank()) {
      problems.wrong("agent", "is required");
    }
    Instant started = run.times().startedAt();
    Instant ended = run.times().endedAt();
    if (started != null && ended != null && ended.isBefore(started)) {
      problems.wrong("endedAt", "is not before startedAt");
    }
    if (run.id().length() > LONGEST_ID) {
      problems.wrong("id", "has at most " + LONGEST_ID + " characters");
    }
    Double duration = run.times().durationMs();
    if (duration != null && !(duration >= 0 && duration <= 1e11)) {
      problems.wrong("durationMs", "is a number from 0 to 100000000000");
    }
    if (run.usage().costUsd() != null && run.usage().costUsd().signum() < 0) {
      problems.wrong("costUsd", "is not negative");
    }
    if (run.id().equals(run.parentId())) {
      problems.wrong("parentId", "is another run's id");
    }
    if (run.traceparent() != null && ExecutionPlace.traceparent(run.traceparent()).isEmpty()) {
      problems.wrong(
          "traceparent", "is a W3C trace context: 00-<32 hex digits>-<16 hex digits>-01");
    }
    if (PlainSpans.usageInSteps(run) && run.usage().inputTokens() != null) {
      problems.odd("inputTokens", "is not counted: the steps report the usage");
    }
    checkSteps(run.steps(), "steps", new HashSet<>(), problems);
    return problems;
  }

  private static void checkSteps(
      List<Step> steps, String path, Set<String> ids, DocumentProblems problems) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String here = path + "[" + i + "]";
      if (step.id() != null && !ids.add(step.id())) {
        problems.wrong(here + ".id", "is used by another step of the run");
      }
      checkSteps(step.steps(), here + ".steps", ids, problems);
    }
  }
}
