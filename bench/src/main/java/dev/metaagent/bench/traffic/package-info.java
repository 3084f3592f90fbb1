/// The telemetry that the load generator sends: traces as exporters make them, and the workloads
/// that cut them into requests.
@NullMarked
package dev.metaagent.bench.traffic;

import org.jspecify.annotations.NullMarked;
