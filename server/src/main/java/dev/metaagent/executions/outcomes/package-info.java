/// Stores evidence about executions and resolves their success from the most trusted of it.
@NullMarked
package dev.metaagent.executions.outcomes;

import org.jspecify.annotations.NullMarked;
