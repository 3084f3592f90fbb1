/// The organization (tenant) in scope, bound to every transaction for row-level security.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.metaagent.tenancy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
