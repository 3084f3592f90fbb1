/// The state of the whole fleet: counts, agents that need attention, recent changes.
@NullMarked
package dev.metaagent.measure.fleet;

import org.jspecify.annotations.NullMarked;
