package dev.metaagent.live.agents;

import dev.metaagent.live.channel.Channel;
import dev.metaagent.live.channel.Update;

/// A channel for the state of agents.
interface AgentChannel extends Channel {

  Update update(AgentChanges changes);
}
