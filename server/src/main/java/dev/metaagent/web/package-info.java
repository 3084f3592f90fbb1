/// The outermost floor: problem details, security chain, OpenAPI page, static dashboard. Nothing
/// imports it.
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
      "observe",
      "measure"
    })
package dev.metaagent.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
