/**
 * Accepts telemetry, maps it to executions and actions, keeps it, and answers for it.
 *
 * <p>Decoding lives in {@code otlp}, understanding of conventions in {@code mapping}.
 */
@NullMarked
package dev.metaagent.observe;

import org.jspecify.annotations.NullMarked;
