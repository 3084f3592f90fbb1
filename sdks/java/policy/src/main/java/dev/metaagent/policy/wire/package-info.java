/// What an exchange with the server needs: retry, clocks, segments of the durable log.
@NullMarked
package dev.metaagent.policy.wire;

import org.jspecify.annotations.NullMarked;
