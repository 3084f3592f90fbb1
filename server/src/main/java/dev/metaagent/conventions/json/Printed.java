package dev.metaagent.conventions.json;

import dev.metaagent.kernel.StorableJson;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Objects as a language prints them, read as JSON: Python's {@code StopEvent(result='done')},
 * {@code {'a': None}} and {@code content='hi' id='1'}, Java's {@code Answer[text=hi]}. What is cut
 * off, ambiguous, long or deep is not read.
 */
public final class Printed {
  private static final int LONGEST = 1 << 18;

  /** {@code StopEvent(result=}, {@code Answer[text=}, {@code Message [text =}. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?:[A-Za-z_]\\w*+\\.)*+[A-Z][\\w$]*+(?:\\[[\\w., ]++](?=\\())?(?:\\(| ?[\\[{])\\s*+\\w++"
              + " ?=[^=]");

  /** {@code content='}, {@code generations=[}. */
  private static final Pattern FIELDS =
      Pattern.compile("[a-z_]\\w*+=(?:['\"\\[{]|None|[A-Z]\\w*+\\()");

  /** Python's lists and maps, of which only a list of numbers or words is plain text. */
  private static final Pattern CONTAINER = Pattern.compile("[\\[{][\\[{\\s]*+'");

  /**
   * JSON of a framework that was cut off. Any other JSON that cannot be read is what a model wrote
   * or a step was given, and the fault in it is what a reader looks for.
   */
  private static final Pattern FRAME =
      Pattern.compile(
          "[\\[{][\\[{\\s]*+\"(?:generations|llm_output|init_state|lc|args|kwargs|messages|inputs"
              + "|choices|candidates|role)\"\\s*+:");

  private static final String RESULT_OF_OPENAI_AGENTS = "RunResult";

  private Printed() {}

  /** The value with JSON and printed objects in strings read as JSON. */
  public static JsonNode opened(JsonNode sent) {
    JsonNode opened = Json.opened(sent);
    if (!opened.isString()) {
      return opened;
    }
    JsonNode read = read(opened.stringValue());
    return read == null ? opened : read;
  }

  /** The whole text as JSON; null if it is not a printed object, or not a whole one. */
  public static @Nullable JsonNode read(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    String bare = text.strip();
    if (bare.startsWith(RESULT_OF_OPENAI_AGENTS)) {
      JsonNode result = finalOutput(bare);
      if (result != null) {
        return result;
      }
    }
    JsonNode read = null;
    if (OBJECT.matcher(bare).lookingAt()) {
      read = new PythonReader(bare).object();
      read = read == null ? new RecordReader(bare).object() : read;
    } else if (FIELDS.matcher(bare).lookingAt()) {
      read = new PythonReader(bare).fields();
    } else if (!bare.isEmpty() && "[{".indexOf(bare.charAt(0)) >= 0) {
      read = new PythonReader(bare).container();
    }
    return read == null ? null : StorableJson.of(read);
  }

  /** The string that stands quoted at a place in what Python printed; null if none does. */
  public static @Nullable String quoted(String text, int at) {
    boolean quote = at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0;
    return quote ? Json.text(new PythonReader(text, at).string()) : null;
  }

  /** Whether a text is a printed object or JSON, perhaps cut off, and no text for a person. */
  public static boolean is(String text) {
    String bare = text.strip();
    return OBJECT.matcher(bare).lookingAt()
        || FIELDS.matcher(bare).lookingAt()
        || CONTAINER.matcher(bare).lookingAt()
        || FRAME.matcher(bare).lookingAt();
  }

  /** OpenAI Agents prints its result as a list; the answer is indented below its heading. */
  private static @Nullable JsonNode finalOutput(String text) {
    int heading = text.indexOf("\n- Final output (");
    int from = heading < 0 ? -1 : text.indexOf('\n', heading + 1);
    int to = from < 0 ? -1 : text.indexOf("\n- ", from + 1);
    return to < 0
        ? null
        : Json.object()
            .set("final_output", Json.string(text.substring(from + 1, to).stripIndent().strip()));
  }
}
