package dev.metaagent.executions.write;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.conventions.LogMapping;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Preparation;
import dev.metaagent.executions.PreparedSpan;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.executions.content.StorableOtlp;
import dev.metaagent.executions.content.StoredContent;
import dev.metaagent.executions.store.ActionStore;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Reads the spans of a stored trace back from its content, so that it can be assembled as a whole.
@Component
class Reassembly {

  private final ActionStore actions;
  private final Preparation preparation;

  Reassembly(ActionStore actions, Preparation preparation) {
    this.actions = actions;
    this.preparation = preparation;
  }

  /// Everything stored of a trace and its new part; packs are numbered as stored.
  IncomingTrace whole(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      IncomingTrace fresh,
      int firstPack)
      throws SQLException {
    Map<Long, IncomingTrace.Span> spans = new LinkedHashMap<>();
    List<IncomingTrace.LogLine> logs = new ArrayList<>();
    for (ActionStore.StoredPack pack :
        actions.packs(connection, organization, day, fresh.id(), null)) {
      try {
        byte[] plain = Compression.decompress(pack.body());
        if (pack.signal() == 1) {
          readSpans(StorableOtlp.of(StoredContent.spans(plain)), pack.number(), spans);
        } else {
          readLogs(StorableOtlp.of(StoredContent.logs(plain)), logs);
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("stored content is not readable", e);
      }
    }
    for (IncomingTrace.Span span : fresh.spans()) {
      spans.putIfAbsent(
          span.span().id(), new IncomingTrace.Span(span.span(), firstPack + span.pack()));
    }
    logs.addAll(fresh.logs());
    return new IncomingTrace(fresh.id(), day, List.copyOf(spans.values()), logs, List.of());
  }

  /// The spans of the provisional execution, read back from their packs.
  ///
  /// @param packs the pack of each of them
  List<IncomingTrace.Span> provisional(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      TraceId trace,
      Map<Long, Integer> packs)
      throws SQLException {
    Map<Long, IncomingTrace.Span> spans = new LinkedHashMap<>();
    Set<Integer> wanted = Set.copyOf(packs.values());
    for (ActionStore.StoredPack pack :
        actions.packs(connection, organization, day, trace, wanted)) {
      try {
        readSpans(
            StorableOtlp.of(StoredContent.spans(Compression.decompress(pack.body()))),
            pack.number(),
            spans);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("stored content is not readable", e);
      }
    }
    spans.keySet().retainAll(packs.keySet());
    return List.copyOf(spans.values());
  }

  private void readSpans(TracesData data, int pack, Map<Long, IncomingTrace.Span> spans) {
    for (ResourceSpans resource : data.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        SpanMapping mapping = SpanMapping.of(resource.getResource(), scope.getScope());
        for (Span span : scope.getSpansList()) {
          PreparedSpan prepared = preparation.prepare(mapping, span);
          spans.putIfAbsent(prepared.id(), new IncomingTrace.Span(prepared, pack));
        }
      }
    }
  }

  private static void readLogs(LogsData data, List<IncomingTrace.LogLine> logs) {
    for (ResourceLogs resource : data.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord entry : scope.getLogRecordsList()) {
          logs.add(
              Preparation.line(
                  LogMapping.map(resource.getResource(), scope.getScope(), entry), Instant.EPOCH));
        }
      }
    }
  }
}
