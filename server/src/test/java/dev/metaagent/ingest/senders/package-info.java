/// Records of durable telemetry that arrived, and those that did not.
@NullMarked
package dev.metaagent.ingest.senders;

import org.jspecify.annotations.NullMarked;
