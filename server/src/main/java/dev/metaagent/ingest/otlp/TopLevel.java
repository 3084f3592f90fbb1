package dev.metaagent.ingest.otlp;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The fields of a JSON request that are not read. A request of which nothing is read is refused: a
 * sender that is answered 200 believes that its telemetry was stored.
 */
final class TopLevel {
  private static final int LONGEST_NAME = 60;

  private final String expected;
  private @Nullable String first;

  /**
   * @param expected the field that is read
   */
  TopLevel(String expected) {
    this.expected = expected;
  }

  void skip(JsonParser p) {
    if (first == null) {
      first = JsonFields.name(p);
    }
    p.skipChildren();
  }

  /**
   * @param read how many elements of the expected field there were
   */
  void check(int read) throws UndecodableException {
    if (read > 0 || first == null) {
      return;
    }
    Misplaced known = Misplaced.ofField(first);
    if (known != null) {
      throw known.refusal();
    }
    String name = first.length() > LONGEST_NAME ? "others" : "\"" + first + "\"";
    throw new UndecodableException(
        "The body has no field " + expected + ", but " + name,
        "Send an OTLP request: {\"" + expected + "\": [...]}.");
  }
}
