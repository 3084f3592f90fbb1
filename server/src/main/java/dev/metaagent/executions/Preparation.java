package dev.metaagent.executions;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.conventions.LogMapping;
import dev.metaagent.conventions.MappedLog;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.conventions.Tally;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.executions.content.ServiceTier;
import dev.metaagent.executions.content.StorableOtlp;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.llm.Prices;
import dev.metaagent.llm.TokenUsage;
import dev.metaagent.privacy.Privacy;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Prepares a decoded request for storage: replaces personal data and secrets, maps, prices, groups
/// by trace and compresses. Later steps never see the original.
@Component
public class Preparation {

  /// A prepared request.
  ///
  /// @param rejected spans or records that cannot be stored, with the first reason
  public record Prepared(
      List<IncomingTrace> traces,
      int accepted,
      int rejected,
      @Nullable String reason,
      long bytes) {}

  private final Prices prices;
  private final Clock clock;
  private final Plausibility plausibility;
  private final Privacy privacy;
  private final int mostSpans;

  public Preparation(
      Prices prices,
      Clock clock,
      Plausibility plausibility,
      Privacy privacy,
      ExecutionsSettings settings) {
    this.mostSpans = settings.maxTraceSpans();
    this.prices = prices;
    this.privacy = privacy;
    this.clock = clock;
    this.plausibility = plausibility;
  }

  public Prepared traces(ExportTraceServiceRequest sent) {
    return traces(sent, mostSpans);
  }

  /// @param most spans of one trace in one part; a larger trace is split into several parts
  private Prepared traces(ExportTraceServiceRequest sent, int most) {
    ExportTraceServiceRequest request = privacy.clean(StorableOtlp.of(sent));
    Map<TraceId, TracePart> parts = new LinkedHashMap<>();
    List<TracePart> full = new ArrayList<>();
    int rejected = 0;
    int accepted = 0;
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        SpanMapping mapping = SpanMapping.of(resource.getResource(), scope.getScope());
        for (Span span : scope.getSpansList()) {
          TraceId trace = traceId(span.getTraceId());
          if (trace == null || SpanMapping.id(span.getSpanId()) == 0) {
            rejected++;
            continue;
          }
          TracePart part = parts.computeIfAbsent(trace, TracePart::new);
          if (part.spans.size() == most) {
            full.add(part);
            part = new TracePart(trace);
            parts.put(trace, part);
          }
          part.add(resource, scope, span, prepare(mapping, span));
          accepted++;
        }
      }
    }
    Instant now = clock.instant();
    full.addAll(parts.values());
    List<IncomingTrace> traces = full.stream().map(part -> part.finish(now)).toList();
    return new Prepared(
        traces,
        accepted,
        rejected,
        "trace_id must have 16 bytes and span_id 8, not all zero",
        request.getSerializedSize());
  }

  /// Prepares one run that was submitted as a whole; its spans are of one trace.
  public Prepared revision(ExportTraceServiceRequest request, Revision revision) {
    Prepared prepared = traces(request, Integer.MAX_VALUE);
    List<IncomingTrace> traces =
        prepared.traces().stream().map(trace -> trace.with(revision)).toList();
    return new Prepared(
        traces, prepared.accepted(), prepared.rejected(), prepared.reason(), prepared.bytes());
  }

  public Prepared logs(ExportLogsServiceRequest sent) {
    ExportLogsServiceRequest request = privacy.clean(StorableOtlp.of(sent));
    Map<TraceId, LogPart> parts = new LinkedHashMap<>();
    int rejected = 0;
    int accepted = 0;
    Instant now = clock.instant();
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord entry : scope.getLogRecordsList()) {
          TraceId trace = traceId(entry.getTraceId());
          if (trace == null) {
            rejected++;
            continue;
          }
          parts.computeIfAbsent(trace, LogPart::new).add(resource, scope, entry, now);
          accepted++;
        }
      }
    }
    List<IncomingTrace> traces =
        parts.values().stream().map(part -> part.finish(this, now)).toList();
    return new Prepared(
        traces,
        accepted,
        rejected,
        "log records without a trace id are not stored",
        request.getSerializedSize());
  }

  /// Maps and prices one span.
  public PreparedSpan prepare(SpanMapping mapping, Span span) {
    MappedSpan mapped = mapping.map(span);
    Long hash = mapped.callKey() == null ? null : Long.valueOf(hash(mapped.callKey()));
    return new PreparedSpan(mapped, cost(mapped, span), hash);
  }

  private @Nullable Long cost(MappedSpan mapped, Span span) {
    if (mapped.tally() == Tally.NONE) {
      return null;
    }
    if (mapped.reportedCostNanoUsd() != null) {
      return mapped.reportedCostNanoUsd();
    }
    ServiceTier tier = ServiceTier.of(span);
    if (tier == ServiceTier.OTHER) {
      return null;
    }
    TokenUsage usage =
        new TokenUsage(
            mapped.inputTokens(),
            mapped.outputTokens(),
            mapped.cacheReadTokens(),
            mapped.cacheWriteTokens(),
            tier == ServiceTier.BATCH);
    return prices.cost(mapped.model(), usage, EpochNanos.instant(mapped.startNanos()));
  }

  private LocalDate day(long nanos, Instant now) {
    return (plausibility.of(nanos, now) ? EpochNanos.instant(nanos) : now)
        .atZone(ZoneOffset.UTC)
        .toLocalDate();
  }

  public static @Nullable TraceId traceId(ByteString bytes) {
    if (bytes.size() != 16) {
      return null;
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    UUID id = new UUID(buffer.getLong(), buffer.getLong());
    return id.getMostSignificantBits() == 0 && id.getLeastSignificantBits() == 0
        ? null
        : new TraceId(id);
  }

  static long hash(String text) {
    UUID id = UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
  }

  public static IncomingTrace.LogLine line(MappedLog mapped, Instant at) {
    ExecutionFacts run = mapped.run();
    boolean factual = mapped.spanId() != 0 && (run.userId() != null || run.sessionId() != null);
    return new IncomingTrace.LogLine(
        mapped.rowId(),
        mapped.spanId(),
        at,
        mapped.eventName().isEmpty() ? null : mapped.eventName(),
        factual ? run : null,
        0);
  }

  /// Spans of one trace in one request.
  private final class TracePart {

    private final TraceId trace;
    private final List<IncomingTrace.Span> spans = new ArrayList<>();
    private final List<IncomingTrace.Key> keys = new ArrayList<>();
    private final TracesData.Builder content = TracesData.newBuilder();
    private ResourceSpans.@Nullable Builder resource;
    private ScopeSpans.@Nullable Builder scope;
    private @Nullable Object resourceOf;
    private @Nullable Object scopeOf;
    private long earliest = Long.MAX_VALUE;

    TracePart(TraceId trace) {
      this.trace = trace;
    }

    /// Adds a span; spans of one resource and scope of the request stay together.
    @SuppressWarnings("ReferenceEquality")
    void add(ResourceSpans fromResource, ScopeSpans fromScope, Span span, PreparedSpan prepared) {
      if (resource == null || resourceOf != fromResource) {
        resource =
            content
                .addResourceSpansBuilder()
                .setResource(fromResource.getResource())
                .setSchemaUrl(fromResource.getSchemaUrl());
        resourceOf = fromResource;
        scope = null;
      }
      if (scope == null || scopeOf != fromScope) {
        scope =
            resource
                .addScopeSpansBuilder()
                .setScope(fromScope.getScope())
                .setSchemaUrl(fromScope.getSchemaUrl());
        scopeOf = fromScope;
      }
      scope.addSpans(span);
      spans.add(new IncomingTrace.Span(prepared, 0));
      long start = prepared.mapped().startNanos();
      for (String key : OutcomeKeys.ofSpan(span)) {
        keys.add(new IncomingTrace.Key(key, prepared.id(), EpochNanos.instant(start)));
      }
      if (start > 0) {
        earliest = Math.min(earliest, start);
      }
    }

    IncomingTrace finish(Instant now) {
      byte[] plain = content.build().toByteArray();
      IncomingTrace.Pack pack =
          new IncomingTrace.Pack(1, plain.length, Compression.compress(plain));
      return new IncomingTrace(
          trace,
          day(earliest == Long.MAX_VALUE ? 0 : earliest, now),
          spans,
          List.of(),
          List.of(pack),
          keys,
          null);
    }
  }

  /// Log records of one trace in one request.
  private static final class LogPart {

    private final TraceId trace;
    private final List<IncomingTrace.LogLine> lines = new ArrayList<>();
    private final LogsData.Builder content = LogsData.newBuilder();
    private long earliest = Long.MAX_VALUE;

    LogPart(TraceId trace) {
      this.trace = trace;
    }

    void add(ResourceLogs resource, ScopeLogs scope, LogRecord entry, Instant now) {
      content
          .addResourceLogsBuilder()
          .setResource(resource.getResource())
          .addScopeLogsBuilder()
          .setScope(scope.getScope())
          .addLogRecords(entry);
      long nanos =
          entry.getTimeUnixNano() != 0 ? entry.getTimeUnixNano() : entry.getObservedTimeUnixNano();
      Instant at = nanos > 0 ? EpochNanos.instant(nanos) : now;
      if (nanos > 0) {
        earliest = Math.min(earliest, nanos);
      }
      lines.add(line(LogMapping.map(resource.getResource(), scope.getScope(), entry), at));
    }

    IncomingTrace finish(Preparation preparation, Instant now) {
      byte[] plain = content.build().toByteArray();
      IncomingTrace.Pack pack =
          new IncomingTrace.Pack(2, plain.length, Compression.compress(plain));
      return new IncomingTrace(
          trace,
          preparation.day(earliest == Long.MAX_VALUE ? 0 : earliest, now),
          List.of(),
          lines,
          List.of(pack));
    }
  }
}
