/// What an organization keeps for how long, with a clock that moves.
@NullMarked
package dev.metaagent.executions.retention;

import org.jspecify.annotations.NullMarked;
