/// The channels for the health of agents, which follow the measured health.
@NullMarked
package dev.metaagent.live.agents;

import org.jspecify.annotations.NullMarked;
