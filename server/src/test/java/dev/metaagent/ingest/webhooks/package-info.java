/// Signed events of other systems: read, signed, received.
@NullMarked
package dev.metaagent.observe.webhooks;

import org.jspecify.annotations.NullMarked;
