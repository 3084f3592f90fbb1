/// The one PostgreSQL: the embedded server or the operator's, its roles, migrations and day
/// partitions.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.metaagent.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
