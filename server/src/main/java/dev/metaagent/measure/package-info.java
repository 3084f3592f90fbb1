/// Turns executions into numbers: buckets, live health, daily metrics, objectives.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "statistics",
      "database",
      "tenancy",
      "events",
      "audit",
      "access",
      "registry",
      "conventions",
      "executions",
      "search"
    })
package dev.metaagent.measure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
