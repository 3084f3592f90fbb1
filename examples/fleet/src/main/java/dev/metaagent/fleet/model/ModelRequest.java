package dev.metaagent.fleet.model;

import java.util.List;

/// One call of a model.
///
/// @param prompt the system instructions
/// @param maxTokens where its answer is cut
public record ModelRequest(
    String model,
    String prompt,
    List<ChatMessage> messages,
    List<ToolOffer> tools,
    int maxTokens) {}
