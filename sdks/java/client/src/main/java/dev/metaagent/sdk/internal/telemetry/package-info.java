/// Spans from their end until the server has them. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.telemetry;

import org.jspecify.annotations.NullMarked;
