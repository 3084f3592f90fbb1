/// Executions counted into buckets of ten seconds, a minute and an hour (`agent_metric_buckets`).
@NullMarked
package dev.metaagent.measure.buckets;

import org.jspecify.annotations.NullMarked;
