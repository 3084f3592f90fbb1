package dev.metaagent.testing.telemetry;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;

/// The smallest thing that an agent can send by itself.
public sealed interface Sent {

  /// A span with where it comes from.
  record OfTrace(Resource resource, InstrumentationScope scope, Span span) implements Sent {}

  /// A log record with where it comes from.
  record OfLog(Resource resource, InstrumentationScope scope, LogRecord entry) implements Sent {}

  /// One revision of a run as JSON.
  record OfRun(String json) implements Sent {}

  /// An outcome as JSON.
  record OfOutcome(String json) implements Sent {}
}
