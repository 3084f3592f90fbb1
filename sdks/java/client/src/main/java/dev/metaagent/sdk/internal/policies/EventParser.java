package dev.metaagent.sdk.internal.policies;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes lines of a stream of server-sent events apart (WHATWG HTML, 9.2.6). Not thread-safe.
final class EventParser {

  /// An event with the id after which the stream can be resumed.
  record Event(@Nullable String id, String type, String data) {}

  private final Consumer<Event> events;
  private final StringBuilder data = new StringBuilder();
  private @Nullable String id;
  private String type = "";

  EventParser(Consumer<Event> events) {
    this.events = events;
  }

  void line(String line) {
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String rest = colon < 0 ? "" : line.substring(colon + 1);
    String value = rest.startsWith(" ") ? rest.substring(1) : rest;
    switch (field) {
      case "data" -> data.append(value).append('\n');
      case "event" -> type = value;
      case "id" -> id = value;
      default -> {
        // a comment, or a field that is not used
      }
    }
  }

  private void dispatch() {
    if (!data.isEmpty() || !type.isEmpty()) {
      String text = data.isEmpty() ? "" : data.substring(0, data.length() - 1);
      events.accept(new Event(id, type.isEmpty() ? "message" : type, text));
    }
    data.setLength(0);
    type = "";
  }
}
