/// Maps any telemetry convention to one shape of actions and executions. Pure: no database, no
/// network.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.metaagent.conventions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
