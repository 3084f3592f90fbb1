package dev.metaagent.privacy;

import static dev.metaagent.privacy.ValueSanitizer.each;

import dev.metaagent.privacy.detect.text.Vocabulary;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cleans OTLP messages by the privacy policy. Every method returns the same object if nothing
/// changes. Ids, numbers and times are never changed. Not thread-safe.
public final class Sanitizer {

  private final TextCleaner cleaner;
  private final ValueSanitizer values;

  public Sanitizer(PrivacyPolicy policy, @Nullable CleanedTextCache memory) {
    this.cleaner = new TextCleaner(policy, memory);
    this.values = new ValueSanitizer(policy, cleaner);
  }

  /// The number of texts withheld so far because patterns exceeded their budget.
  int withheld() {
    return cleaner.withheld();
  }

  /// How often each class was replaced so far, by its ordinal; patterns of the organization follow.
  public int[] counts() {
    return cleaner.counts().clone();
  }

  public ExportTraceServiceRequest traces(ExportTraceServiceRequest request) {
    List<ResourceSpans> groups = each(request.getResourceSpansList(), this::group);
    return groups == null
        ? request
        : request.toBuilder().clearResourceSpans().addAllResourceSpans(groups).build();
  }

  public ExportLogsServiceRequest logs(ExportLogsServiceRequest request) {
    List<ResourceLogs> groups = each(request.getResourceLogsList(), this::group);
    return groups == null
        ? request
        : request.toBuilder().clearResourceLogs().addAllResourceLogs(groups).build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ResourceSpans group(ResourceSpans group) {
    Resource resource = resource(group.getResource());
    List<ScopeSpans> scopes = each(group.getScopeSpansList(), this::scoped);
    String schema = id(group.getSchemaUrl());
    if (resource == group.getResource() && scopes == null && schema.equals(group.getSchemaUrl())) {
      return group;
    }
    ResourceSpans.Builder changed = group.toBuilder().setResource(resource).setSchemaUrl(schema);
    if (scopes != null) {
      changed.clearScopeSpans().addAllScopeSpans(scopes);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ScopeSpans scoped(ScopeSpans scoped) {
    InstrumentationScope scope = scope(scoped.getScope());
    List<Span> spans = each(scoped.getSpansList(), this::span);
    String schema = id(scoped.getSchemaUrl());
    if (scope == scoped.getScope() && spans == null && schema.equals(scoped.getSchemaUrl())) {
      return scoped;
    }
    ScopeSpans.Builder changed = scoped.toBuilder().setScope(scope).setSchemaUrl(schema);
    if (spans != null) {
      changed.clearSpans().addAllSpans(spans);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ResourceLogs group(ResourceLogs group) {
    Resource resource = resource(group.getResource());
    List<ScopeLogs> scopes = each(group.getScopeLogsList(), this::scoped);
    String schema = id(group.getSchemaUrl());
    if (resource == group.getResource() && scopes == null && schema.equals(group.getSchemaUrl())) {
      return group;
    }
    ResourceLogs.Builder changed = group.toBuilder().setResource(resource).setSchemaUrl(schema);
    if (scopes != null) {
      changed.clearScopeLogs().addAllScopeLogs(scopes);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ScopeLogs scoped(ScopeLogs scoped) {
    InstrumentationScope scope = scope(scoped.getScope());
    List<LogRecord> records = each(scoped.getLogRecordsList(), this::log);
    String schema = id(scoped.getSchemaUrl());
    if (scope == scoped.getScope() && records == null && schema.equals(scoped.getSchemaUrl())) {
      return scoped;
    }
    ScopeLogs.Builder changed = scoped.toBuilder().setScope(scope).setSchemaUrl(schema);
    if (records != null) {
      changed.clearLogRecords().addAllLogRecords(records);
    }
    return changed.build();
  }

  public Resource resource(Resource resource) {
    List<KeyValue> attributes = values.attributes(resource.getAttributesList());
    List<EntityRef> entities = each(resource.getEntityRefsList(), this::entity);
    if (attributes == null && entities == null) {
      return resource;
    }
    Resource.Builder changed = resource.toBuilder();
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    if (entities != null) {
      changed.clearEntityRefs().addAllEntityRefs(entities);
    }
    return changed.build();
  }

  private EntityRef entity(EntityRef entity) {
    EntityRef clean =
        EntityRef.newBuilder()
            .setSchemaUrl(id(entity.getSchemaUrl()))
            .setType(id(entity.getType()))
            .addAllIdKeys(entity.getIdKeysList().stream().map(this::id).toList())
            .addAllDescriptionKeys(entity.getDescriptionKeysList().stream().map(this::id).toList())
            .build();
    return clean.equals(entity) ? entity : clean;
  }

  /// Names and versions of instrumentation are treated like ids: a version is not an IP address.
  public InstrumentationScope scope(InstrumentationScope scope) {
    String name = id(scope.getName());
    String version = cleaner.clean(scope.getVersion(), Vocabulary.ID | Vocabulary.VERSION);
    List<KeyValue> attributes = values.attributes(scope.getAttributesList());
    if (name.equals(scope.getName()) && version.equals(scope.getVersion()) && attributes == null) {
      return scope;
    }
    InstrumentationScope.Builder changed = scope.toBuilder().setName(name).setVersion(version);
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    return changed.build();
  }

  public Span span(Span span) {
    String name = text(span.getName());
    String message = text(span.getStatus().getMessage());
    String state = cleaner.clean(span.getTraceState(), Vocabulary.ID);
    List<KeyValue> attributes = values.attributes(span.getAttributesList());
    List<Span.Event> events = each(span.getEventsList(), this::event);
    List<Span.Link> links = each(span.getLinksList(), this::link);
    boolean same =
        name.equals(span.getName())
            && message.equals(span.getStatus().getMessage())
            && state.equals(span.getTraceState());
    if (same && attributes == null && events == null && links == null) {
      return span;
    }
    Span.Builder changed = span.toBuilder().setName(name).setTraceState(state);
    if (!message.equals(span.getStatus().getMessage())) {
      changed.setStatus(span.getStatus().toBuilder().setMessage(message));
    }
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    if (events != null) {
      changed.clearEvents().addAllEvents(events);
    }
    if (links != null) {
      changed.clearLinks().addAllLinks(links);
    }
    return changed.build();
  }

  private Span.Event event(Span.Event event) {
    String name = text(event.getName());
    List<KeyValue> attributes = values.attributes(event.getAttributesList());
    if (name.equals(event.getName()) && attributes == null) {
      return event;
    }
    Span.Event.Builder changed = event.toBuilder().setName(name);
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    return changed.build();
  }

  private Span.Link link(Span.Link link) {
    String state = id(link.getTraceState());
    List<KeyValue> attributes = values.attributes(link.getAttributesList());
    if (state.equals(link.getTraceState()) && attributes == null) {
      return link;
    }
    Span.Link.Builder changed = link.toBuilder().setTraceState(state);
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  public LogRecord log(LogRecord log) {
    AnyValue body = values.value(log.getBody(), ValueSanitizer.NONE, 0);
    String name = text(log.getEventName());
    String severity = text(log.getSeverityText());
    List<KeyValue> attributes = values.attributes(log.getAttributesList());
    boolean same =
        body == log.getBody()
            && name.equals(log.getEventName())
            && severity.equals(log.getSeverityText());
    if (same && attributes == null) {
      return log;
    }
    LogRecord.Builder changed = log.toBuilder().setEventName(name).setSeverityText(severity);
    if (log.hasBody()) {
      changed.setBody(body);
    }
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    return changed.build();
  }

  /// The cleaned text.
  public String text(String text) {
    return cleaner.clean(text, 0);
  }

  /// The cleaned id: opaque ids are kept, an e-mail address is replaced by its pseudonym.
  public String id(String id) {
    return cleaner.clean(id, Vocabulary.ID);
  }

  /// The cleaned value of an attribute; "" if all of it is dropped.
  public String attribute(String key, String value) {
    KeyValue sent =
        KeyValue.newBuilder()
            .setKey(key)
            .setValue(AnyValue.newBuilder().setStringValue(value))
            .build();
    KeyValue kept = values.attribute(sent);
    return kept == null ? "" : kept.getValue().getStringValue();
  }
}
