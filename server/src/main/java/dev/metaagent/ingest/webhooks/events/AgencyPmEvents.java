package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.ingest.json.PlainOutcome.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Events of Agency PM (`protocol/webhooks/agency-pm.schema.json`): a task that an agent executed
/// is a run; the result of the automation, which may come days later, is its outcome.
public final class AgencyPmEvents implements EventReader {

  @Override
  public MappedEvents read(JsonNode body) {
    return EventBody.each(body, AgencyPmEvents::event);
  }

  private static void event(EventFields event, MappedEvents understood) {
    String name = event.need("event");
    String key = "agency-pm:" + event.object("run").need("id");
    switch (name) {
      case "task.executed" -> understood.executions().add(executed(event, key));
      case "automation.result" -> understood.outcomes().add(result(event, key));
      case "" -> {
        // the missing name is noted already
      }
      default -> event.wrong("event", "task.executed or automation.result");
    }
  }

  private static PlainExecution executed(EventFields event, String key) {
    EventFields run = event.object("run");
    EventFields task = event.object("task");
    EventFields prompt = run.object("prompt");
    Map<String, String> attributes = new HashMap<>();
    for (String field : List.of("id", "title", "project", "client")) {
      String value = task.text(field);
      if (value != null) {
        attributes.put("agency_pm.task." + field, value);
      }
    }
    return new PlainExecution(
        key,
        event.need("agent"),
        CommonFields.status(run),
        CommonFields.times(run),
        run.text("input"),
        run.text("output"),
        CommonFields.fault(run),
        CommonFields.usage(run),
        new About(
            "agency-pm",
            run.text("version"),
            event.text("environment"),
            run.text("sessionId"),
            null,
            prompt.text("name"),
            prompt.text("version"),
            null,
            task.text("type"),
            List.of(),
            attributes),
        null,
        List.of(key),
        null,
        event.text("traceparent"),
        run.count("revision"),
        CommonFields.steps(run));
  }

  private static PlainOutcome result(EventFields event, String key) {
    EventFields result = event.object("result");
    String kind = result.text("kind");
    if (!result.has("success")) {
      result.wrong("success", "is needed");
    }
    return new PlainOutcome(
        "agency-pm:" + event.need("id"),
        null,
        null,
        key,
        kind == null ? "automation_result" : kind,
        result.flag("success"),
        Source.OUTCOME,
        null,
        result.decimal("value"),
        result.text("comment"),
        result.text("by"),
        event.time("at"));
  }
}
