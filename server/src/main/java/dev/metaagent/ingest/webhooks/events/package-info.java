/// Readers of the events of other systems: n8n, ColdForge, Agency PM, or any by a mapping of
/// JSONPaths.
@NullMarked
package dev.metaagent.ingest.webhooks.events;

import org.jspecify.annotations.NullMarked;
