/// Writes batches of traces: makes a plan for each, and executes all of them in one transaction.
@NullMarked
package dev.metaagent.executions.write;

import org.jspecify.annotations.NullMarked;
