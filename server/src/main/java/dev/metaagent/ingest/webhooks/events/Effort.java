package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.kernel.MetaAgentException;
import tools.jackson.databind.JsonNode;

/// What a mapping may look at and copy of one body. Each path alone is cheap; but a value that
/// every item or field names again, and items that contain each other, multiply the body.
final class Effort {

  private static final long MOST_NODES = 20_000_000;
  private static final long COPIES = 10;
  private static final long LEAST_TEXT = 5_000_000;

  private final long mostText;
  private long nodes;
  private long text;

  Effort(JsonNode body) {
    this.mostText = Math.max(LEAST_TEXT, COPIES * body.toString().length());
  }

  /// One more value is looked at.
  void look() {
    if (++nodes > MOST_NODES) {
      throw tooMuch("looks at more than " + MOST_NODES + " values of this body");
    }
  }

  /// A text that was written out, or that becomes a part of one more document.
  String copied(String part) {
    text += part.length();
    if (text > mostText) {
      throw tooMuch("copies more than " + mostText + " characters for this body");
    }
    return part;
  }

  private static MetaAgentException tooMuch(String what) {
    return MetaAgentException.invalid("mapping", what);
  }
}
