/// Turns executions into numbers: buckets, live health, daily metrics, objectives.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "database",
      "tenancy",
      "audit",
      "access",
      "llm",
      "registry",
      "observe"
    })
package dev.metaagent.measure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
