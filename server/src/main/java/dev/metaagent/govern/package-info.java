/// What agents may do at run time: composes the signed policy that each SDK holds, from prompts,
/// limits, rules on tools and the stop, and asks people where a rule says so. Modules above add
/// their part through {@link dev.metaagent.govern.PolicyPart}.
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
      "executions",
      "search",
      "statistics"
    })
package dev.metaagent.govern;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
