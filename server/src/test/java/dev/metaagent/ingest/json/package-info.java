/// Runs and outcomes as plain JSON, over HTTP and into a real database.
@NullMarked
package dev.metaagent.ingest.json;

import org.jspecify.annotations.NullMarked;
