package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.List;

/// The content of the body of a webhook: runs, outcomes, and errors.
public record MappedEvents(
    List<PlainExecution> executions, List<PlainOutcome> outcomes, List<FieldError> errors) {

  MappedEvents() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /// Adds the content of one event; of an invalid event only its errors.
  void add(MappedEvents event) {
    if (event.errors.isEmpty()) {
      executions.addAll(event.executions);
      outcomes.addAll(event.outcomes);
    }
    errors.addAll(event.errors);
  }

  public boolean nothing() {
    return executions.isEmpty() && outcomes.isEmpty();
  }
}
