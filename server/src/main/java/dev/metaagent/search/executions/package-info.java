/// The HTTP endpoints for executions, actions, sessions and dependencies.
@NullMarked
package dev.metaagent.search.executions;

import org.jspecify.annotations.NullMarked;
