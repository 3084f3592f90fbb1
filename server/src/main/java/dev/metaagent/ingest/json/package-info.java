/// Endpoints for runs and outcomes as plain JSON, without OpenTelemetry. Each run is converted to
/// spans and processed like any other telemetry.
@NullMarked
package dev.metaagent.ingest.json;

import org.jspecify.annotations.NullMarked;
