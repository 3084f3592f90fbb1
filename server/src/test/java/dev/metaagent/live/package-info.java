/// What is told to those who watch, over real sockets.
@NullMarked
package dev.metaagent.live;

import org.jspecify.annotations.NullMarked;
