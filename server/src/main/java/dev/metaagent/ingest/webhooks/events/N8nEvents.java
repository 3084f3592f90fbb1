package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Times;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Events of n8n (`protocol/webhooks/n8n.schema.json`): what the hook file sends after each run of
/// a workflow, what the public API returns for one, and the input of an error workflow. They are
/// distinguished by their form. All of one run of a workflow have one id, so they are merged into
/// one execution; the full run data replaces that of the error workflow.
public final class N8nEvents implements EventReader {

  public static final String EXECUTION = "n8n.execution.id";
  static final long FROM_ERROR_WORKFLOW = 1;
  private static final long FROM_RUN_DATA = 2;

  @Override
  public MappedEvents read(JsonNode body) {
    return EventBody.each(body, N8nEvents::event);
  }

  private static void event(EventFields event, MappedEvents understood) {
    if (event.has("run")) {
      understood.executions().add(fromHook(event));
    } else if (event.json().path("data").has("resultData")) {
      understood.executions().add(fromApi(event));
    } else if (event.has("execution") || event.has("trigger")) {
      understood.executions().add(fromErrorWorkflow(event));
    } else {
      event.wrong(
          "run",
          "the body of our hook file, of an error workflow, or of an execution with its data");
    }
  }

  private static PlainExecution fromHook(EventFields event) {
    EventFields workflow = event.object("workflow");
    return run(
        event.object("run"),
        workflow.need("id"),
        workflow.need("name"),
        workflow.text("versionId"),
        event.need("executionId"),
        new N8nNodes(workflow.json().path("nodes")));
  }

  private static PlainExecution fromApi(EventFields event) {
    EventFields workflow =
        event.json().path("workflowData").isObject()
            ? event.object("workflowData")
            : new EventFields(event.json().path("none"), "workflowData", List.of());
    String id = event.need("workflowId");
    String name = workflow.text("name");
    return run(
        event,
        id,
        name == null ? "n8n workflow " + id : name,
        event.text("workflowVersionId"),
        event.need("id"),
        new N8nNodes(workflow.json().path("nodes")));
  }

  private static PlainExecution run(
      EventFields run,
      String workflowId,
      String workflowName,
      @Nullable String version,
      String executionId,
      N8nNodes nodes) {
    JsonNode result = run.json().path("data").path("resultData");
    Status status = Statuses.of(run.text("status"));
    Fault fault = fault(result.path("error"));
    N8nSteps data = new N8nSteps(result.path("runData"), nodes);
    return new PlainExecution(
        id(workflowId, executionId),
        workflowName,
        status != null ? status : fault == null ? Status.OK : Status.ERROR,
        new Times(run.time("startedAt"), run.time("stoppedAt"), null),
        data.firstOutput(),
        data.output(result.path("lastNodeExecuted").asString("")),
        fault,
        Usage.UNKNOWN,
        about(workflowId, executionId, version, run.text("mode"), null),
        null,
        List.of(id(workflowId, executionId)),
        null,
        null,
        FROM_RUN_DATA,
        data.steps());
  }

  private static PlainExecution fromErrorWorkflow(EventFields event) {
    EventFields workflow = event.object("workflow");
    EventFields execution = event.object(event.has("execution") ? "execution" : "trigger");
    JsonNode error = execution.json().path("error");
    String workflowId = workflow.need("id");
    Instant at = new EventFields(error, "error", List.of()).time("timestamp");
    String executionId = execution.text("id");
    // a failed trigger has no run: the time is used as its id
    String run =
        executionId != null ? executionId : "trigger-" + (at == null ? error.hashCode() : at);
    return new PlainExecution(
        id(workflowId, run),
        workflow.need("name"),
        Status.ERROR,
        new Times(null, at, null),
        null,
        null,
        fault(error),
        Usage.UNKNOWN,
        about(workflowId, executionId, null, execution.text("mode"), execution.text("url")),
        null,
        List.of(id(workflowId, run)),
        null,
        null,
        FROM_ERROR_WORKFLOW,
        List.of());
  }

  static String id(String workflowId, String executionId) {
    return "n8n:" + workflowId + ":" + executionId;
  }

  private static About about(
      String workflowId,
      @Nullable String executionId,
      @Nullable String version,
      @Nullable String mode,
      @Nullable String url) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("n8n.workflow.id", workflowId);
    put(attributes, EXECUTION, executionId);
    put(attributes, "n8n.execution.mode", mode);
    put(attributes, "n8n.execution.url", url);
    return new About(
        "n8n", version, null, null, null, null, null, null, null, List.of(), attributes);
  }

  private static void put(Map<String, String> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }

  /// The error of a run or of one node.
  static @Nullable Fault fault(JsonNode error) {
    if (!error.isObject()) {
      return null;
    }
    String message = EventFields.text(error.path("message"));
    String node = EventFields.text(error.path("node").path("name"));
    return new Fault(
        EventFields.text(error.path("name")),
        node == null || message == null ? message : node + ": " + message);
  }
}
