package dev.metaagent.govern.stream;

import dev.metaagent.kernel.AgentId;

/// A tool call was approved or denied, or its time is over.
///
/// @param revision grows with each message of an organization
/// @param text `{id, state, reason}` as JSON
record ApprovalMessage(long revision, AgentId agent, String text) {}
