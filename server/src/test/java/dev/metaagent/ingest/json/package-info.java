/// Runs and outcomes as plain JSON, over HTTP and into a real database.
@NullMarked
package dev.metaagent.observe.doors;

import org.jspecify.annotations.NullMarked;
