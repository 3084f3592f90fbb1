/// The stop: new executions of an agent, or of the fleet, are refused, and admitted again in steps.
@NullMarked
package dev.metaagent.govern.stops;

import org.jspecify.annotations.NullMarked;
