/// For whom the process works: the organization in scope, bound to every transaction for row-level
/// security.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database"})
package dev.metaagent.tenancy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
