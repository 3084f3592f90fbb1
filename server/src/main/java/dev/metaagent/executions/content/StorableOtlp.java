package dev.metaagent.executions.content;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.metaagent.kernel.StorableText;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.List;
import java.util.function.Predicate;

/**
 * OTLP messages in which every string field is {@link StorableText}. Nearly all messages already
 * are, and are returned unchanged: the check is written out field by field, because it runs for
 * each of them; the replacement uses protobuf descriptors.
 */
public final class StorableOtlp {
  private StorableOtlp() {}

  public static ExportTraceServiceRequest of(ExportTraceServiceRequest request) {
    return all(request.getResourceSpansList(), StorableOtlp::is) ? request : replaced(request);
  }

  public static TracesData of(TracesData data) {
    return all(data.getResourceSpansList(), StorableOtlp::is) ? data : replaced(data);
  }

  public static ExportLogsServiceRequest of(ExportLogsServiceRequest request) {
    return all(request.getResourceLogsList(), StorableOtlp::is) ? request : replaced(request);
  }

  public static LogsData of(LogsData data) {
    return all(data.getResourceLogsList(), StorableOtlp::is) ? data : replaced(data);
  }

  private static boolean is(ResourceSpans group) {
    return text(group.getSchemaUrl())
        && is(group.getResource())
        && all(group.getScopeSpansList(), StorableOtlp::is);
  }

  private static boolean is(ScopeSpans group) {
    return text(group.getSchemaUrl())
        && is(group.getScope())
        && all(group.getSpansList(), StorableOtlp::is);
  }

  private static boolean is(Span span) {
    return text(span.getName())
        && text(span.getTraceState())
        && text(span.getStatus().getMessage())
        && pairs(span.getAttributesList())
        && all(
            span.getEventsList(),
            event -> text(event.getName()) && pairs(event.getAttributesList()))
        && all(
            span.getLinksList(),
            link -> text(link.getTraceState()) && pairs(link.getAttributesList()));
  }

  private static boolean is(ResourceLogs group) {
    return text(group.getSchemaUrl())
        && is(group.getResource())
        && all(group.getScopeLogsList(), StorableOtlp::is);
  }

  private static boolean is(ScopeLogs group) {
    return text(group.getSchemaUrl())
        && is(group.getScope())
        && all(group.getLogRecordsList(), StorableOtlp::is);
  }

  private static boolean is(LogRecord log) {
    return text(log.getSeverityText())
        && text(log.getEventName())
        && is(log.getBody())
        && pairs(log.getAttributesList());
  }

  private static boolean is(Resource resource) {
    return pairs(resource.getAttributesList())
        && all(resource.getEntityRefsList(), StorableOtlp::is);
  }

  private static boolean is(EntityRef entity) {
    return text(entity.getSchemaUrl())
        && text(entity.getType())
        && all(entity.getIdKeysList(), StorableOtlp::text)
        && all(entity.getDescriptionKeysList(), StorableOtlp::text);
  }

  private static boolean is(InstrumentationScope scope) {
    return text(scope.getName()) && text(scope.getVersion()) && pairs(scope.getAttributesList());
  }

  private static boolean is(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> text(value.getStringValue());
      case ARRAY_VALUE -> all(value.getArrayValue().getValuesList(), StorableOtlp::is);
      case KVLIST_VALUE -> pairs(value.getKvlistValue().getValuesList());
      case BOOL_VALUE, INT_VALUE, DOUBLE_VALUE, BYTES_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET ->
          true;
    };
  }

  private static boolean pairs(List<KeyValue> pairs) {
    return all(pairs, pair -> text(pair.getKey()) && is(pair.getValue()));
  }

  private static boolean text(String text) {
    return StorableText.is(text);
  }

  private static <T> boolean all(List<T> list, Predicate<T> storable) {
    for (int i = 0; i < list.size(); i++) {
      if (!storable.test(list.get(i))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> M replaced(M message) {
    Message.Builder changed = message.toBuilder();
    message
        .getAllFields()
        .forEach((field, value) -> changed.setField(field, replaced(field, value)));
    return (M) changed.build();
  }

  private static Object replaced(FieldDescriptor field, Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> one(field, each)).toList();
    }
    return one(field, value);
  }

  private static Object one(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case STRING -> StorableText.of((String) value);
      case MESSAGE -> replaced((Message) value);
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, BYTE_STRING, ENUM -> value;
    };
  }
}
