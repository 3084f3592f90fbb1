/// Telemetry drawn from a seed: equal seeds give equal telemetry.
@NullMarked
package dev.metaagent.testing.telemetry;

import org.jspecify.annotations.NullMarked;
