package dev.metaagent.observe.webhooks;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.observe.doors.PlainExecution;
import dev.metaagent.observe.doors.PlainExecutions;
import dev.metaagent.observe.doors.PlainOutcomes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a webhook and hands its runs and outcomes to the doors that store them.
@Component
class EventTaker {

  private final JsonMapper json;
  private final PlainExecutions executions;
  private final PlainOutcomes outcomes;
  private final N8nRuns n8n;

  EventTaker(JsonMapper json, PlainExecutions executions, PlainOutcomes outcomes, N8nRuns n8n) {
    this.json = json;
    this.executions = executions;
    this.outcomes = outcomes;
    this.n8n = n8n;
  }

  /// Stores what a body tells, for the organization in scope; returns once it is committed.
  ///
  /// @throws MetaAgentException INVALID_REQUEST where nothing of it can be stored
  WebhookDoor.Receipt take(Webhook webhook, byte[] body) {
    Understood understood = reader(webhook).read(parse(body));
    if (!understood.errors().isEmpty()) {
      throw refused(understood.errors());
    }
    List<FieldError> errors = new ArrayList<>();
    List<String> stored = new ArrayList<>();
    for (PlainExecutions.Receipt receipt : store(webhook, understood.executions(), stored)) {
      if (receipt.executionId() != null) {
        stored.add(receipt.executionId());
      }
      errors.addAll(receipt.errors());
    }
    int kept = 0;
    if (!understood.outcomes().isEmpty()) {
      for (PlainOutcomes.Receipt receipt : outcomes.accept(understood.outcomes())) {
        kept += receipt.state() == PlainOutcomes.State.REFUSED ? 0 : 1;
        errors.addAll(receipt.errors());
      }
    }
    if (stored.isEmpty() && kept == 0) {
      throw refused(errors);
    }
    return new WebhookDoor.Receipt(stored, kept, errors);
  }

  private List<PlainExecutions.Receipt> store(
      Webhook webhook, List<PlainExecution> told, List<String> stored) {
    if (told.isEmpty()) {
      return List.of();
    }
    if (webhook.source() != SourceKind.N8N) {
      return executions.accept(told);
    }
    Map<String, N8nRuns.Stored> known = n8n.find(told);
    List<PlainExecution> more = new ArrayList<>();
    Map<String, PlainExecutions.Standing> standing = new HashMap<>();
    for (PlainExecution run : told) {
      N8nRuns.Stored found = known.get(run.id());
      if (found != null && found.traced() && run.steps().isEmpty()) {
        // telemetry says more than an error workflow
        stored.add(found.standing().execution().toString());
        continue;
      }
      if (found != null) {
        standing.put(run.id(), found.standing());
      }
      more.add(run);
    }
    return more.isEmpty() ? List.of() : executions.accept(more, standing);
  }

  private EventReader reader(Webhook webhook) {
    return switch (webhook.source()) {
      case N8N -> new N8nEvents();
      case COLDFORGE -> new ColdForgeEvents();
      case AGENCY_PM -> new AgencyPmEvents();
      case GENERIC -> Mapping.compile(json.readTree(String.valueOf(webhook.mapping())));
    };
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode node = json.readTree(body);
      if (node.isObject() || node.isArray()) {
        return node;
      }
    } catch (JacksonException _) {
      // said below; the message would quote the body
    }
    throw new MetaAgentException(
        ErrorCode.INVALID_REQUEST, "The body is not a JSON object or list.");
  }

  private static MetaAgentException refused(List<FieldError> errors) {
    String first =
        errors.isEmpty()
            ? "it tells nothing that could be stored"
            : (errors.getFirst().field() + ": " + errors.getFirst().message());
    return new MetaAgentException(
        ErrorCode.INVALID_REQUEST, "The body is not understood: " + first, errors, null, null);
  }
}
