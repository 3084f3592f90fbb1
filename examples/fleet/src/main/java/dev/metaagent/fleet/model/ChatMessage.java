package dev.metaagent.fleet.model;

import org.jspecify.annotations.Nullable;

/// One message of a conversation with a model.
///
/// @param call what the assistant wants called, or the call that a tool message answers
public record ChatMessage(Role role, String text, @Nullable ToolCall call) {

  /// Who speaks.
  public enum Role {
    USER,
    ASSISTANT,
    TOOL
  }

  public static ChatMessage user(String text) {
    return new ChatMessage(Role.USER, text, null);
  }

  public static ChatMessage wants(ToolCall call) {
    return new ChatMessage(Role.ASSISTANT, "", call);
  }

  public static ChatMessage result(ToolCall call, String text) {
    return new ChatMessage(Role.TOOL, text, call);
  }
}
