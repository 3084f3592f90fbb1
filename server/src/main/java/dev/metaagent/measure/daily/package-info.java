/// Daily metrics of each agent (`agent_performance_metrics`).
@NullMarked
package dev.metaagent.measure.daily;

import org.jspecify.annotations.NullMarked;
