/// Models and their prices.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "tenancy", "audit", "access"})
package dev.metaagent.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
