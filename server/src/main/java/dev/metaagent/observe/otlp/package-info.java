/** OTLP as it comes over the wire: protobuf and JSON bodies, size limits, and the replies. */
@NullMarked
package dev.metaagent.observe.otlp;

import org.jspecify.annotations.NullMarked;
