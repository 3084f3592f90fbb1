/// Signed webhooks: events of other systems become runs and outcomes, and are recorded like those
/// sent as JSON.
@NullMarked
package dev.metaagent.ingest.webhooks;

import org.jspecify.annotations.NullMarked;
