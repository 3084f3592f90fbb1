/// Erasing, watched on a running server.
@NullMarked
package dev.metaagent.executions.erase;

import org.jspecify.annotations.NullMarked;
