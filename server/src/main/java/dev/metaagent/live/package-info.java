/// Pushes what was committed to clients that subscribe, over WebSockets: health, changes of status,
/// actions and executions. What can be subscribed to is in `channel`; here are connections, their
/// send buffers and the threads that read. Nothing imports this module.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "tenancy",
      "events",
      "access",
      "executions",
      "search",
      "measure"
    })
package dev.metaagent.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
