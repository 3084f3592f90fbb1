/// Doors without OpenTelemetry: runs and their outcomes as plain JSON. Each run becomes spans and
/// goes the way of all telemetry.
@NullMarked
package dev.metaagent.observe.doors;

import org.jspecify.annotations.NullMarked;
