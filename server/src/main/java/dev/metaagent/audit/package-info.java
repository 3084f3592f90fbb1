/// The append-only, hash-chained audit journal: who changed what, when and why.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database", "tenancy"})
package dev.metaagent.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
