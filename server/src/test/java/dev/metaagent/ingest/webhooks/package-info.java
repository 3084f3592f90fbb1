/// Signed events of other systems: read, signed, received.
@NullMarked
package dev.metaagent.ingest.webhooks;

import org.jspecify.annotations.NullMarked;
