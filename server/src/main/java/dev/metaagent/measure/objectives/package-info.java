/// The objectives of agents: success rate, latency, cost for each success.
@NullMarked
package dev.metaagent.measure.objectives;

import org.jspecify.annotations.NullMarked;
