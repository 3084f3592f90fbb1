/// Tests of the load generator, and of what real server processes keep when they are killed, filled
/// and starved.
@NullMarked
package dev.metaagent.bench;

import org.jspecify.annotations.NullMarked;
