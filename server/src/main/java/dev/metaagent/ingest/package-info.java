/// Accepts telemetry, makes it executions and actions, prices it, keeps it and answers for it.
///
/// Decoding lives in `otlp`, the understanding of conventions in `mapping`, answers in `query`.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"kernel", "database", "tenancy", "audit", "access", "llm", "registry"})
package dev.metaagent.observe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
