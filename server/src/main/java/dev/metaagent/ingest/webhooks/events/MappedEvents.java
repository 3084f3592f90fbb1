package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The content of the body of a webhook: runs, outcomes, and errors.
///
/// @param executionsAt the event of each run by its place in the body, `[2]`; empty for the only
///   one
/// @param outcomesAt the same for the outcomes
public record MappedEvents(
    List<PlainExecution> executions,
    List<PlainOutcome> outcomes,
    List<FieldError> errors,
    List<String> executionsAt,
    List<String> outcomesAt) {

  MappedEvents() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /// Adds the content of the event at a place; of an invalid event only its errors.
  void add(MappedEvents event, String at) {
    if (event.errors.isEmpty()) {
      executions.addAll(event.executions);
      outcomes.addAll(event.outcomes);
      executionsAt.addAll(Collections.nCopies(event.executions.size(), at));
      outcomesAt.addAll(Collections.nCopies(event.outcomes.size(), at));
    }
    errors.addAll(event.errors);
  }

  /// Errors of the event at a place, whose fields are relative to it.
  public static List<FieldError> placed(String at, List<FieldError> errors) {
    return errors.stream()
        .map(error ->
            new FieldError(
                at.isEmpty() || error.field().isEmpty()
                    ? at + error.field()
                    : at + "." + error.field(),
                error.message()))
        .toList();
  }

  public boolean nothing() {
    return executions.isEmpty() && outcomes.isEmpty();
  }
}
