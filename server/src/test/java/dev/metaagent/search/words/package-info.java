/// Words of executions, searched on a running server.
@NullMarked
package dev.metaagent.observe.search;

import org.jspecify.annotations.NullMarked;
