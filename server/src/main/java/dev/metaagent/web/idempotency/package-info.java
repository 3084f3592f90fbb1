/// Commands that are done once, however often they are sent: the header Idempotency-Key.
@NullMarked
package dev.metaagent.web.idempotency;

import org.jspecify.annotations.NullMarked;
