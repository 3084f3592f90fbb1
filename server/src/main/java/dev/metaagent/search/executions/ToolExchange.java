package dev.metaagent.search.executions;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.Message;
import dev.metaagent.executions.Contents;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.RecordedActions;
import dev.metaagent.tenancy.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Completes the arguments and the result of a tool, where its span does not tell them, by the
/// messages of the model calls around it: the call itself, and what the model was given back.
@Component
class ToolExchange {

  private final RecordedActions actions;
  private final Contents contents;

  ToolExchange(RecordedActions actions, Contents contents) {
    this.actions = actions;
    this.contents = contents;
  }

  ActionContent completed(ExecutionRow execution, ActionRow tool, ActionContent content) {
    boolean named = isObject(content.input());
    if (tool.kind() != ActionKind.TOOL || (named && content.output() != null)) {
      return content;
    }
    List<ActionRow> around = actions.callsAround(execution.day(), execution.id(), tool.startedAt());
    Map<Contents.At, ActionContent> said =
        contents.of(
            Tenant.current(), execution.day(), around.stream().map(ActionRow::content).toList());
    List<List<Message>> exchanges =
        around.stream()
            .map(call -> said.get(call.content().at()))
            .filter(Objects::nonNull)
            .map(call -> call.messages() == null ? List.<Message>of() : call.messages())
            .toList();
    Message.Part call = call(exchanges, tool, content.input());
    String id = call == null || call.id() == null ? tool.toolCallId() : call.id();
    boolean better = !named && call != null && isObject(call.arguments());
    return content.with(
        better && call != null ? call.arguments() : content.input(),
        content.output() == null ? result(exchanges, id) : content.output());
  }

  /// The call with the tool's id; of a streamed one the last piece, which is whole. Where one of
  /// the two has no id: the only call of its name in the latest answer that has one, if it was
  /// given what the tool got.
  private static Message.@Nullable Part call(
      List<List<Message>> exchanges, ActionRow tool, @Nullable JsonNode given) {
    String id = tool.toolCallId();
    for (List<Message> exchange : exchanges) {
      List<Message.Part> named = id == null ? List.of() : calls(exchange, id::equals);
      if (!named.isEmpty()) {
        return named.getLast();
      }
      List<Message> answer =
          exchange.stream().filter(message -> message.side().equals("output")).toList();
      List<Message.Part> calls =
          calls(answer, other -> id == null || other == null).stream()
              .filter(call -> tool.name().equals(call.name()))
              .toList();
      if (!calls.isEmpty()) {
        List<Message.Part> fitting =
            calls.stream().filter(call -> isGiven(given, call.arguments())).toList();
        return fitting.size() == 1 ? fitting.getFirst() : null;
      }
    }
    return null;
  }

  private static List<Message.Part> calls(
      List<Message> messages, Predicate<@Nullable String> withId) {
    return messages.stream()
        .flatMap(message -> message.toolCalls().stream())
        .filter(call -> withId.test(call.id()))
        .toList();
  }

  /// Whether these arguments are what the tool got by position, as far as that is known.
  private static boolean isGiven(@Nullable JsonNode given, @Nullable JsonNode arguments) {
    if (given == null || arguments == null) {
      return given == null;
    }
    List<String> positional =
        given.isArray()
            ? given.valueStream().map(ToolExchange::written).toList()
            : List.of(written(given));
    return arguments.valueStream().map(ToolExchange::written).toList().equals(positional);
  }

  private static String written(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  private static boolean isObject(@Nullable JsonNode node) {
    return node != null && node.isObject();
  }

  private static @Nullable JsonNode result(List<List<Message>> exchanges, @Nullable String id) {
    return exchanges.stream()
        .flatMap(List::stream)
        .flatMap(message -> message.parts().stream())
        .filter(part -> part.type().equals("tool_result") && id != null && id.equals(part.id()))
        .map(Message.Part::result)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
