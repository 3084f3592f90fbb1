/// Ingest endpoints: OTLP over HTTP and gRPC, runs and outcomes as JSON, signed webhooks; with
/// admission control, limits and the queue in front of the transaction that records.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"kernel", "database", "tenancy", "audit", "access", "executions"})
package dev.metaagent.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
