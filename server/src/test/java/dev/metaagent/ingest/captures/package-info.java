/** The recorded telemetry of real frameworks, for tests; kept outside the repository. */
@NullMarked
package dev.metaagent.ingest.captures;

import org.jspecify.annotations.NullMarked;
