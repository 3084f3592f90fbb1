package dev.metaagent.conventions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One message to or from a model, whatever shape it was sent in.
 *
 * @param role system, user, assistant or tool
 * @param side {@code input} or {@code output} of the action
 */
public record Message(
    String role, List<Part> parts, @Schema(allowableValues = {"input", "output"}) String side) {

  /**
   * A piece of a message.
   *
   * @param type text, tool_call, tool_result, reasoning or other
   * @param id the tool call's id, on tool_call and tool_result
   */
  public record Part(
      @Schema(allowableValues = {"text", "tool_call", "tool_result", "reasoning", "other"})
          String type,
      @Nullable String text,
      @Nullable String name,
      @Schema(implementation = Object.class, description = "text or JSON")
          @Nullable JsonNode arguments,
      @Nullable String id,
      @Schema(implementation = Object.class, description = "text or JSON")
          @Nullable JsonNode result) {

    static Part text(String text) {
      return new Part("text", text, null, null, null, null);
    }

    static Part reasoning(String text) {
      return new Part("reasoning", text, null, null, null, null);
    }

    static Part toolCall(@Nullable String id, @Nullable String name, @Nullable JsonNode arguments) {
      return new Part("tool_call", null, name, arguments, id, null);
    }

    static Part toolResult(@Nullable String id, @Nullable String name, JsonNode result) {
      return new Part("tool_result", null, name, null, id, result);
    }

    static Part other(String text) {
      return new Part("other", text, null, null, null, null);
    }
  }

  /** The text parts, joined; null if there is none. */
  @JsonIgnore
  public @Nullable String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.type().equals("text") && part.text() != null) {
        text.append(text.isEmpty() ? "" : "\n").append(part.text());
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  /** The tool calls among the parts. */
  @JsonIgnore
  public List<Part> toolCalls() {
    return parts.stream().filter(part -> part.type().equals("tool_call")).toList();
  }
}
