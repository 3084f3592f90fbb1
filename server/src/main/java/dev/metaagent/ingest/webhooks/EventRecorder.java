package dev.metaagent.ingest.webhooks;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecutions;
import dev.metaagent.ingest.json.PlainOutcomes;
import dev.metaagent.ingest.webhooks.events.AgencyPmEvents;
import dev.metaagent.ingest.webhooks.events.ColdForgeEvents;
import dev.metaagent.ingest.webhooks.events.EventReader;
import dev.metaagent.ingest.webhooks.events.MappedEvents;
import dev.metaagent.ingest.webhooks.events.Mapping;
import dev.metaagent.ingest.webhooks.events.N8nEvents;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.StorableJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a webhook and stores its runs and outcomes.
@Component
class EventRecorder {

  private final JsonMapper json;
  private final PlainExecutions executions;
  private final PlainOutcomes outcomes;
  private final N8nExecutions n8n;

  EventRecorder(
      JsonMapper json, PlainExecutions executions, PlainOutcomes outcomes, N8nExecutions n8n) {
    this.json = json;
    this.executions = executions;
    this.outcomes = outcomes;
    this.n8n = n8n;
  }

  /// Stores the events of a body for the organization in scope; returns once they are committed.
  /// Invalid events are reported and skipped.
  ///
  /// @throws MetaAgentException INVALID_REQUEST where nothing of it can be stored
  WebhookReceiver.Receipt take(Webhook webhook, byte[] body) {
    MappedEvents understood = reader(webhook).read(parse(body));
    if (understood.nothing()) {
      throw refused(understood.errors());
    }
    List<FieldError> errors = new ArrayList<>(understood.errors());
    List<String> stored = new ArrayList<>();
    store(webhook, understood, stored, errors);
    int kept = 0;
    if (!understood.outcomes().isEmpty()) {
      List<PlainOutcomes.Receipt> receipts = outcomes.accept(understood.outcomes());
      for (int i = 0; i < receipts.size(); i++) {
        kept += receipts.get(i).state() == PlainOutcomes.State.REFUSED ? 0 : 1;
        errors.addAll(
            MappedEvents.placed(understood.outcomesAt().get(i), receipts.get(i).errors()));
      }
    }
    if (stored.isEmpty() && kept == 0) {
      throw refused(errors);
    }
    return new WebhookReceiver.Receipt(stored, kept, errors);
  }

  /// Stores the runs; adds the ids of stored ones, and the errors of refused ones.
  private void store(
      Webhook webhook, MappedEvents understood, List<String> stored, List<FieldError> errors) {
    List<PlainExecution> runs = understood.executions();
    Map<String, N8nExecutions.Stored> known =
        runs.isEmpty() || webhook.source() != SourceKind.N8N ? Map.of() : n8n.find(runs);
    List<PlainExecution> more = new ArrayList<>();
    List<String> at = new ArrayList<>();
    Map<String, PlainExecutions.KnownPlace> place = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      PlainExecution run = runs.get(i);
      N8nExecutions.Stored found = known.get(run.id());
      if (found != null && found.traced() && run.steps().isEmpty()) {
        // telemetry is more complete than an error workflow
        stored.add(found.place().execution().toString());
        continue;
      }
      if (found != null) {
        place.put(run.id(), found.place());
      }
      more.add(run);
      at.add(understood.executionsAt().get(i));
    }
    if (more.isEmpty()) {
      return;
    }
    List<PlainExecutions.Receipt> receipts = executions.accept(more, place);
    for (int i = 0; i < receipts.size(); i++) {
      PlainExecutions.Receipt receipt = receipts.get(i);
      if (receipt.executionId() != null) {
        stored.add(receipt.executionId());
      }
      errors.addAll(MappedEvents.placed(at.get(i), receipt.errors()));
    }
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
      JsonNode node = StorableJson.of(json.readTree(body));
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
            ? "it contains nothing that could be stored"
            : (errors.getFirst().field() + ": " + errors.getFirst().message());
    return new MetaAgentException(
        ErrorCode.INVALID_REQUEST, "The body is invalid: " + first, errors, null, null);
  }
}
