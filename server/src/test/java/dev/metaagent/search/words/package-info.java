/// Words of executions, searched on a running server.
@NullMarked
package dev.metaagent.search.words;

import org.jspecify.annotations.NullMarked;
