/// The command line as a client of a running server: approvals, stop, resume, instrument. It talks
/// to the API like any other client and uses nothing of the server.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.metaagent.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
