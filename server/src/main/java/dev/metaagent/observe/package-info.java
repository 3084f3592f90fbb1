/// Accepts telemetry, makes it executions and actions, prices it, keeps it and answers for it.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"kernel", "database", "tenancy", "audit", "access", "llm", "registry"})
package dev.metaagent.observe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
