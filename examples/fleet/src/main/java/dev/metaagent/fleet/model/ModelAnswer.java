package dev.metaagent.fleet.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a model gave back.
///
/// @param call the tool that it wants called; then the text is empty
/// @param finishReason `stop`, `tool_calls` or `length`
/// @param took from the request to the last token
public record ModelAnswer(
    String id,
    String text,
    @Nullable ToolCall call,
    String finishReason,
    int inputTokens,
    int outputTokens,
    Duration firstToken,
    Duration took) {}
