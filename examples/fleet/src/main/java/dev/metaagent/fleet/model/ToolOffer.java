package dev.metaagent.fleet.model;

import java.util.List;

/// A tool as a model is told about it.
public record ToolOffer(String name, String description, List<String> parameters) {}
