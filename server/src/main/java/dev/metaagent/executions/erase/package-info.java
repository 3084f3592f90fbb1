/// Erases executions, or everything of one end user, as audited background jobs.
@NullMarked
package dev.metaagent.observe.erase;

import org.jspecify.annotations.NullMarked;
