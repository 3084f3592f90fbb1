package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// A body as events: one object, or a list of them.
final class EventBody {

  static final int MOST = 1_000;

  private EventBody() {}

  /// The runs and outcomes of each event; of an invalid one only its errors.
  static MappedEvents each(JsonNode body, BiConsumer<EventFields, MappedEvents> reading) {
    MappedEvents all = new MappedEvents();
    if (body.isObject()) {
      all.add(one(body, "", reading), "");
      return all;
    }
    if (!body.isArray() || body.size() > MOST) {
      all.errors().add(new FieldError("", "one event, or a list of at most " + MOST));
      return all;
    }
    int i = 0;
    for (JsonNode event : body) {
      String at = "[" + i++ + "]";
      all.add(one(event, at, reading), at);
    }
    return all;
  }

  private static MappedEvents one(
      JsonNode event, String at, BiConsumer<EventFields, MappedEvents> reading) {
    MappedEvents understood = new MappedEvents();
    reading.accept(new EventFields(event, at, understood.errors()), understood);
    return understood;
  }
}
