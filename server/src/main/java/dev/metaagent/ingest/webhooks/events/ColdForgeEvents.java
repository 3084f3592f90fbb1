package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.About;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.ingest.json.PlainOutcome.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Events of ColdForge (`protocol/webhooks/coldforge.schema.json`): an e-mail that was generated is
/// a run of the agent that wrote it; what became of the e-mail are outcomes of that run.
public final class ColdForgeEvents implements EventReader {

  @Override
  public MappedEvents read(JsonNode body) {
    return EventBody.each(body, ColdForgeEvents::event);
  }

  private static void event(EventFields event, MappedEvents understood) {
    String name = event.need("event");
    EventFields email = event.object("email");
    String key = "coldforge:" + email.need("id");
    switch (name) {
      case "email.generated" -> understood.executions().add(generated(event, email, key));
      case "email.delivered" ->
          understood.outcomes().add(outcome(event, key, "email_delivered", null));
      case "email.bounced" ->
          understood.outcomes().add(outcome(event, key, "email_bounced", false));
      case "email.replied" ->
          understood.outcomes().add(outcome(event, key, "reply_received", !refused(event)));
      case "" -> {
        // the missing name is noted already
      }
      default ->
          event.wrong("event", "email.generated, email.delivered, email.bounced or email.replied");
    }
  }

  private static boolean refused(EventFields event) {
    return "negative".equals(event.object("detail").text("sentiment"));
  }

  private static PlainExecution generated(EventFields event, EventFields email, String key) {
    EventFields run = event.object("run");
    EventFields prompt = run.object("prompt");
    Map<String, String> attributes = new HashMap<>();
    put(attributes, "coldforge.campaign", email.text("campaign"));
    put(attributes, "coldforge.lead", email.text("lead"));
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
            "coldforge",
            run.text("version"),
            event.text("environment"),
            run.text("sessionId"),
            null,
            prompt.text("name"),
            prompt.text("version"),
            null,
            "outbound_email",
            List.of(),
            attributes),
        null,
        List.of(key),
        null,
        event.text("traceparent"),
        run.count("revision"),
        CommonFields.steps(run));
  }

  private static PlainOutcome outcome(
      EventFields event, String key, String kind, @Nullable Boolean success) {
    EventFields detail = event.object("detail");
    return new PlainOutcome(
        "coldforge:" + event.need("id"),
        null,
        null,
        key,
        kind,
        success,
        kind.equals("reply_received") ? Source.OUTCOME : Source.DOWNSTREAM,
        null,
        detail.decimal("value"),
        detail.text("reason"),
        "ColdForge",
        event.time("at"));
  }

  private static void put(Map<String, String> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
