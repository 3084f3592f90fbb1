/// Limits of each run, set by people for one agent or for the fleet.
@NullMarked
package dev.metaagent.govern.limits;

import org.jspecify.annotations.NullMarked;
