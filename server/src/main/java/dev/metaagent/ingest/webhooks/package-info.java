/// Signed webhooks: events of other systems become runs and outcomes, and go the way of all doors.
@NullMarked
package dev.metaagent.observe.webhooks;

import org.jspecify.annotations.NullMarked;
