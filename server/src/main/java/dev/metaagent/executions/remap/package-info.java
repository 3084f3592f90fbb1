/// Maps stored telemetry again after the mapping of conventions was extended.
@NullMarked
package dev.metaagent.executions.remap;

import org.jspecify.annotations.NullMarked;
