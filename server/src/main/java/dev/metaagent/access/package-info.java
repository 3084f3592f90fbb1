/// Authentication, authorization and rate limits. This package is what other modules use:
/// principals, roles, credentials, the table of endpoints; the implementation is in the packages
/// below it.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database", "tenancy", "audit"})
package dev.metaagent.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
