/// Pushes what was committed to those who watch, over WebSockets: health, changes of status, the
/// tail of actions and runs. Nothing imports it.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "database",
      "tenancy",
      "access",
      "registry",
      "observe",
      "measure"
    })
package dev.metaagent.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
