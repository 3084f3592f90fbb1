/// Channels and sources over a log, rows and agents in memory.
@NullMarked
package dev.metaagent.live.channel;

import org.jspecify.annotations.NullMarked;
