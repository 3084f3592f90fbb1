/// Agents with their health: the list, one agent, the health of a window.
@NullMarked
package dev.metaagent.measure.agents;

import org.jspecify.annotations.NullMarked;
