package dev.metaagent.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.observe.mapping.SpanMapping;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /// Everything stored of a trace and what just came of it; packs are numbered as stored.
  IncomingTrace whole(
      Connection connection,
      OrganizationId organization,
      LocalDate day,
      IncomingTrace fresh,
      int firstPack)
      throws SQLException {
    Map<Long, IncomingTrace.Span> spans = new LinkedHashMap<>();
    for (ActionStore.StoredPack pack : actions.packs(connection, organization, day, fresh.id())) {
      for (PreparedSpan span : read(pack.body())) {
        spans.putIfAbsent(span.id(), new IncomingTrace.Span(span, pack.number()));
      }
    }
    for (IncomingTrace.Span span : fresh.spans()) {
      spans.putIfAbsent(
          span.span().id(), new IncomingTrace.Span(span.span(), firstPack + span.pack()));
    }
    return new IncomingTrace(
        fresh.id(), day, List.copyOf(spans.values()), List.of(), List.of(), fresh.implausible());
  }

  private List<PreparedSpan> read(byte[] body) {
    List<PreparedSpan> spans = new ArrayList<>();
    try {
      TracesData data = TracesData.parseFrom(Compression.decompress(body));
      for (ResourceSpans resource : data.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          SpanMapping mapping = SpanMapping.of(resource.getResource(), scope.getScope());
          for (Span span : scope.getSpansList()) {
            spans.add(preparation.prepare(mapping, span));
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored content is not readable", e);
    }
    return spans;
  }
}
