/** The OTLP wire format: protobuf and JSON bodies, size limits, replies. */
@NullMarked
package dev.metaagent.ingest.otlp;

import org.jspecify.annotations.NullMarked;
