/// Live subscriptions over real WebSockets.
@NullMarked
package dev.metaagent.live;

import org.jspecify.annotations.NullMarked;
