package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;

/// One registered name.
///
/// @param id the id that was given to the name itself
/// @param name as it is shown
/// @param normal as it is compared ({@link dev.metaagent.kernel.AgentName#normalise})
/// @param agent the agent that it means: the one with its id, or the one it was merged into
public record KnownName(AgentId id, String name, String normal, AgentId agent) {}
