/// Connects an agent: ingest addresses, code snippets, recent attempts to send telemetry.
@NullMarked
package dev.metaagent.web.connect;

import org.jspecify.annotations.NullMarked;
