/// The policies of agents: composed of what was set, stored as control messages, kept in the memory
/// of each node, signed, and served.
@NullMarked
package dev.metaagent.govern.policy;

import org.jspecify.annotations.NullMarked;
