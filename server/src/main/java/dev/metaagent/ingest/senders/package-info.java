/// Which records of durable telemetry arrived from each process of an SDK, and which were lost.
@NullMarked
package dev.metaagent.ingest.senders;

import org.jspecify.annotations.NullMarked;
