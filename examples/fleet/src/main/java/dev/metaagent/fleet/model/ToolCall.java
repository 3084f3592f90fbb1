package dev.metaagent.fleet.model;

import java.util.Map;

/// A call that the model wants made.
public record ToolCall(String id, String tool, Map<String, String> arguments) {}
