/// Rules on tool calls: what people set for an agent and for the fleet, and what they would have
/// done to the calls that are stored.
@NullMarked
package dev.metaagent.govern.tools;

import org.jspecify.annotations.NullMarked;
