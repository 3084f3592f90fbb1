package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.AttributeValues;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.SpanFacts;
import dev.metaagent.conventions.json.ErrorText;
import dev.metaagent.conventions.json.ToolResults;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a span ended, and why. */
final class Failures {
  private static final int LONGEST_MESSAGE = 500;
  private static final long AT_THE_END_NANOS = 100_000;

  /** Exceptions by which frameworks steer, not fail. */
  private static final Set<String> CONTROL_FLOW =
      Set.of(
          "GraphInterrupt",
          "NodeInterrupt",
          "GraphBubbleUp",
          "ParentCommand",
          "Command",
          "StopIteration",
          "StopAsyncIteration",
          "GeneratorExit");

  /** Messages that only repeat that there was an error. */
  private static final Set<String> SAYING_NOTHING =
      Set.of("error", "failed", "run status: error", "error in agent run", "chat model error");

  /** Classes that any error may have. */
  private static final Set<String> ANY_CLASS =
      Set.of("Exception", "Error", "BaseException", "RuntimeException", "AggregateError");

  private Failures() {}

  static ActionStatus status(SpanRole role, SpanFacts facts, Span span) {
    Status.StatusCode code = span.getStatus().getCode();
    boolean failed =
        code == Status.StatusCode.STATUS_CODE_ERROR
            || isFailure(facts.text(Field.OUTCOME))
            || hasRaised(role, span)
            || (role == SpanRole.LLM && finishedWithAnError(facts))
            || (role == SpanRole.TOOL && ToolResults.failed(ActionBodies.toolResult(span)))
            || (code == Status.StatusCode.STATUS_CODE_UNSET && saysError(facts));
    if (failed) {
      return steers(type(facts, span))
              || steers(leadingType(ofException(span, "exception.message")))
          ? ActionStatus.OK
          : ActionStatus.ERROR;
    }
    boolean ended = span.getEndTimeUnixNano() != 0 || "ok".equals(facts.text(Field.OUTCOME));
    return ended ? ActionStatus.OK : ActionStatus.UNKNOWN;
  }

  private static boolean steers(@Nullable String type) {
    return type != null && CONTROL_FLOW.contains(type);
  }

  static MappedSpan.ErrorFact error(SpanFacts facts, Span span) {
    String message = message(facts, span);
    String type = type(facts, span);
    return new MappedSpan.ErrorFact(type, message);
  }

  /**
   * Whether a span holds the exception that failed it, whatever its status says: any on an agent's
   * own span, otherwise the one with which it ended. An agent that was stopped when it had answered
   * raises a cancellation and is well.
   */
  private static boolean hasRaised(SpanRole role, Span span) {
    String type = simpleName(ofException(span, "exception.type"));
    boolean raised = type != null && !type.equals("CancelledError");
    return raised
        && role != SpanRole.PLUMBING
        && (role == SpanRole.AGENT || endedByException(span));
  }

  /** An exception that a program handled is followed by the rest of its work. */
  private static boolean endedByException(Span span) {
    Span.Event last = span.getEvents(span.getEventsCount() - 1);
    return last.getName().equals("exception")
        && span.getEndTimeUnixNano() != 0
        && last.getTimeUnixNano() >= span.getEndTimeUnixNano() - AT_THE_END_NANOS;
  }

  /** Whether the only reason why the model stopped is an error; some emitters still say OK. */
  private static boolean finishedWithAnError(SpanFacts facts) {
    AnyValue sent = facts.value(Field.FINISH_REASON);
    AnyValue reason =
        sent != null && sent.getArrayValue().getValuesCount() == 1
            ? sent.getArrayValue().getValues(0)
            : sent;
    String text = reason == null ? "" : reason.getStringValue();
    return text.equals("error") || text.equals("[\"error\"]");
  }

  private static boolean saysError(SpanFacts facts) {
    return facts.has(Field.ERROR_TYPE)
        || "ERROR".equalsIgnoreCase(facts.text(Field.LEVEL))
        || isFailure(facts.text(Field.STATUS));
  }

  private static boolean isFailure(@Nullable String outcome) {
    return outcome != null
        && switch (outcome.toLowerCase(Locale.ROOT)) {
          case "error", "failure", "failed", "crashed", "true", "status_code_error" -> true;
          default -> false;
        };
  }

  private static @Nullable String type(SpanFacts facts, Span span) {
    String type = simpleName(facts.text(Field.ERROR_TYPE));
    if (type == null) {
      type = simpleName(ofException(span, "exception.type"));
    }
    if (type != null && !ANY_CLASS.contains(type)) {
      return type;
    }
    String told = typeInText(facts, span);
    return told == null ? type : told;
  }

  /** The class or code that the text of the error names. */
  private static @Nullable String typeInText(SpanFacts facts, Span span) {
    String status = span.getStatus().getMessage();
    @Nullable String[] texts = {
      status.isEmpty() ? facts.text(Field.ERROR_MESSAGE) : status,
      ofException(span, "exception.message")
    };
    for (String text : texts) {
      String type = leadingType(text);
      if (type == null && text != null) {
        type = simpleName(ErrorText.of(text).type());
      }
      if (type != null && !ANY_CLASS.contains(type)) {
        return type;
      }
    }
    return null;
  }

  private static @Nullable String message(SpanFacts facts, Span span) {
    String message = firstLine(span.getStatus().getMessage());
    if (message == null) {
      message = firstLine(facts.text(Field.ERROR_MESSAGE));
    }
    if (message == null) {
      message = firstLine(ofException(span, "exception.message"));
    }
    if (message == null) {
      message = firstLine(ToolResults.text(ActionBodies.toolResult(span)));
    }
    return message == null ? lastLine(facts.text(Field.OUTPUT_BODY)) : message;
  }

  /** Some print the error where the answer would be; its cause comes last. */
  private static @Nullable String lastLine(@Nullable String printed) {
    if (printed == null || "{[\"".indexOf(printed.charAt(0)) >= 0) {
      return null;
    }
    List<String> lines = printed.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.isEmpty() ? null : firstLine(lines.getLast());
  }

  private static @Nullable String ofException(Span span, String name) {
    for (int i = 0; i < span.getEventsCount(); i++) {
      Span.Event event = span.getEvents(i);
      if (event.getName().equals("exception")) {
        for (KeyValue attribute : event.getAttributesList()) {
          if (attribute.getKey().equals(name)) {
            return AttributeValues.text(attribute.getValue());
          }
        }
      }
    }
    return null;
  }

  /** {@code <class 'openai.RateLimitError'>} and {@code openai.RateLimitError} as the class. */
  static @Nullable String simpleName(@Nullable String type) {
    if (type == null || type.equals("_OTHER")) {
      return null;
    }
    String name = type.strip();
    if (name.startsWith("<class '") && name.endsWith("'>")) {
      name = name.substring(8, name.length() - 2);
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && dot < name.length() - 1 && name.indexOf(' ') < 0) {
      name = name.substring(dot + 1);
    }
    return name.length() > 200 ? name.substring(0, 200) : name;
  }

  /** The class at the head of {@code RateLimitError: too many} or {@code RateLimitError('...')}. */
  private static @Nullable String leadingType(@Nullable String message) {
    if (message == null) {
      return null;
    }
    int end = ErrorText.endOfName(message);
    boolean ended =
        end < message.length() && (message.charAt(end) == ':' || message.charAt(end) == '(');
    String name = message.substring(0, end);
    boolean error =
        name.endsWith("Error")
            || name.endsWith("Exception")
            || name.endsWith("Interrupt")
            || name.endsWith("Command");
    return ended && error ? simpleName(name) : null;
  }

  /** The first line that says something, without a stack trace glued to it. */
  static @Nullable String firstLine(@Nullable String text) {
    if (text == null) {
      return null;
    }
    List<String> lines = ErrorText.of(text).message().lines().map(String::strip).toList();
    String message = given(lines.stream().filter(line -> !line.isEmpty()).toList());
    if (message.isEmpty() || SAYING_NOTHING.contains(message.toLowerCase(Locale.ROOT))) {
      return null;
    }
    return message.length() <= LONGEST_MESSAGE ? message : shortened(message);
  }

  /** The first line; after one that only announces ({@code ...:}), also what it announces. */
  private static String given(List<String> lines) {
    if (lines.isEmpty()) {
      return "";
    }
    String first = lines.getFirst();
    if (!first.endsWith(":") || lines.size() == 1) {
      return first;
    }
    String announced =
        lines.stream().filter(line -> line.startsWith("Error: ")).findFirst().orElse(lines.get(1));
    return first + " " + announced;
  }

  private static String shortened(String message) {
    int end = LONGEST_MESSAGE;
    return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end);
  }
}
