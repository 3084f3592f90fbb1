/// The channels for executions and actions, which follow the event log.
@NullMarked
package dev.metaagent.live.executions;

import org.jspecify.annotations.NullMarked;
