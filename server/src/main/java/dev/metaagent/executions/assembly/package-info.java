/// Groups the actions of a trace into executions. Pure functions, no database.
@NullMarked
package dev.metaagent.executions.assembly;

import org.jspecify.annotations.NullMarked;
