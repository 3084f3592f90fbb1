/// The topics of live subscriptions: one {@link dev.metaagent.live.channel.Channel} for each kind
/// of topic, and the sources of their changes. Knows no connection and no transport.
///
/// A new topic is one component that implements `Channel` through its source: {@link
/// dev.metaagent.live.executions.LogChannel} for what the event log says, {@link
/// dev.metaagent.live.agents.AgentChannel} for the health of agents, or a {@link
/// dev.metaagent.live.channel.Source} of its own.
@NullMarked
package dev.metaagent.live.channel;

import org.jspecify.annotations.NullMarked;
