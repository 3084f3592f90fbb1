/// Erases executions, or everything of one end user, as audited background jobs.
@NullMarked
package dev.metaagent.executions.erase;

import org.jspecify.annotations.NullMarked;
