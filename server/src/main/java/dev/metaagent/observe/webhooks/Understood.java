package dev.metaagent.observe.webhooks;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.observe.doors.PlainExecution;
import dev.metaagent.observe.doors.PlainOutcome;
import java.util.ArrayList;
import java.util.List;

/// What the body of a webhook tells: runs, outcomes, and what could not be understood.
record Understood(
    List<PlainExecution> executions, List<PlainOutcome> outcomes, List<FieldError> errors) {

  Understood() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean nothing() {
    return executions.isEmpty() && outcomes.isEmpty();
  }
}
