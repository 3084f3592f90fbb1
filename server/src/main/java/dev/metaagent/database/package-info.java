/// The PostgreSQL database, embedded or the operator's: connections, roles, migrations, day
/// partitions, jobs, backup.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.metaagent.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
