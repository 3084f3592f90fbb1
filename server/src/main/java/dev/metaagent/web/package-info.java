/// The outermost HTTP layer: problem details, OpenAPI page, static dashboard, connection limits.
/// Nothing imports it.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"kernel", "database", "tenancy", "events", "audit", "access"})
package dev.metaagent.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
