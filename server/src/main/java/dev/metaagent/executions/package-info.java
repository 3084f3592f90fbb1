/// Assembles spans into executions and keeps them: traces, actions, contents, outcomes, revisions,
/// retention and erasing.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "database",
      "tenancy",
      "events",
      "audit",
      "access",
      "llm",
      "registry",
      "privacy",
      "conventions"
    })
package dev.metaagent.executions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
