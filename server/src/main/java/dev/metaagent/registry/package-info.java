/// What exists: agents, their register, changes and dependencies, and their prompts.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "tenancy", "audit", "access"})
package dev.metaagent.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
