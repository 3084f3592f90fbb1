package dev.metaagent.registry;

import dev.metaagent.kernel.AgentId;
import org.jspecify.annotations.Nullable;

/// What an agent is served as its prompts may have changed: the label production was set, moved or
/// removed, or the agent's names were merged or parted. Published inside the transaction of the
/// change, for the organization in scope.
///
/// @param agent null: a prompt of every agent
public record ProductionPromptChanged(@Nullable AgentId agent) {}
