/// Erasing, watched on a running server.
@NullMarked
package dev.metaagent.observe.erase;

import org.jspecify.annotations.NullMarked;
