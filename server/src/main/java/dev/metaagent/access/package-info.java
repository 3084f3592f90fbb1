/// Who may do what: API keys, local mode, roles, the table of endpoints.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database", "tenancy", "audit"})
package dev.metaagent.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
