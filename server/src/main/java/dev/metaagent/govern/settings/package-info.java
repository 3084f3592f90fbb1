/// What people set for one agent or for the fleet: limits, rules on tools, the stop.
@NullMarked
package dev.metaagent.govern.settings;

import org.jspecify.annotations.NullMarked;
