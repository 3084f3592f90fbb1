/// Models and their prices.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database", "tenancy", "audit"})
package dev.metaagent.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
