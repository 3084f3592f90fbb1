package dev.metaagent.measure.agents;

import io.swagger.v3.oas.annotations.media.Schema;

/// Another name whose runs are an agent's runs.
@Schema(name = "AgentAlias")
public record Alias(String name) {}
