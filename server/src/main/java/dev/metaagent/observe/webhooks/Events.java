package dev.metaagent.observe.webhooks;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A body as events: one object, or a list of them.
final class Events {

  static final int MOST = 1_000;

  private Events() {}

  static void each(JsonNode body, List<FieldError> errors, Consumer<Fields> take) {
    if (body.isObject()) {
      take.accept(new Fields(body, "", errors));
      return;
    }
    if (!body.isArray() || body.size() > MOST) {
      errors.add(new FieldError("", "one event, or a list of at most " + MOST));
      return;
    }
    int i = 0;
    for (JsonNode event : body) {
      take.accept(new Fields(event, "[" + i++ + "]", errors));
    }
  }
}
