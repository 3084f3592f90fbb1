package dev.metaagent.fleet.model;

import java.util.List;

/// A tool as it is described to a model.
public record ToolOffer(String name, String description, List<String> parameters) {}
