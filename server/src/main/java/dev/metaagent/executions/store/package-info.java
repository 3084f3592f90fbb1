/// SQL for the rows of traces, executions and actions, inside the transaction of the caller.
@NullMarked
package dev.metaagent.executions.store;

import org.jspecify.annotations.NullMarked;
