package dev.metaagent.observe.privacy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Takes what must not be kept out of OTLP messages. Every method gives the same object back where
/// nothing changes. Ids, numbers and times are never touched. For one thread.
public final class Sanitizer {

  private static final int DEEPEST = 64;
  private static final int NAME_LENGTH = 80;

  private final Policy policy;
  private final Cleaner cleaner;

  public Sanitizer(Policy policy, @Nullable Memory memory) {
    this.policy = policy;
    this.cleaner = new Cleaner(policy, memory);
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
    if (resource == group.getResource() && scopes == null) {
      return group;
    }
    ResourceSpans.Builder changed = group.toBuilder().setResource(resource);
    if (scopes != null) {
      changed.clearScopeSpans().addAllScopeSpans(scopes);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ScopeSpans scoped(ScopeSpans scoped) {
    InstrumentationScope scope = scope(scoped.getScope());
    List<Span> spans = each(scoped.getSpansList(), this::span);
    if (scope == scoped.getScope() && spans == null) {
      return scoped;
    }
    ScopeSpans.Builder changed = scoped.toBuilder().setScope(scope);
    if (spans != null) {
      changed.clearSpans().addAllSpans(spans);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ResourceLogs group(ResourceLogs group) {
    Resource resource = resource(group.getResource());
    List<ScopeLogs> scopes = each(group.getScopeLogsList(), this::scoped);
    if (resource == group.getResource() && scopes == null) {
      return group;
    }
    ResourceLogs.Builder changed = group.toBuilder().setResource(resource);
    if (scopes != null) {
      changed.clearScopeLogs().addAllScopeLogs(scopes);
    }
    return changed.build();
  }

  @SuppressWarnings("ReferenceEquality")
  private ScopeLogs scoped(ScopeLogs scoped) {
    InstrumentationScope scope = scope(scoped.getScope());
    List<LogRecord> records = each(scoped.getLogRecordsList(), this::log);
    if (scope == scoped.getScope() && records == null) {
      return scoped;
    }
    ScopeLogs.Builder changed = scoped.toBuilder().setScope(scope);
    if (records != null) {
      changed.clearLogRecords().addAllLogRecords(records);
    }
    return changed.build();
  }

  public Resource resource(Resource resource) {
    List<KeyValue> attributes = attributes(resource.getAttributesList());
    return attributes == null
        ? resource
        : resource.toBuilder().clearAttributes().addAllAttributes(attributes).build();
  }

  public InstrumentationScope scope(InstrumentationScope scope) {
    List<KeyValue> attributes = attributes(scope.getAttributesList());
    return attributes == null
        ? scope
        : scope.toBuilder().clearAttributes().addAllAttributes(attributes).build();
  }

  public Span span(Span span) {
    String name = text(span.getName());
    String message = text(span.getStatus().getMessage());
    String state = cleaner.clean(span.getTraceState(), Vocabulary.ID);
    List<KeyValue> attributes = attributes(span.getAttributesList());
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
    List<KeyValue> attributes = attributes(event.getAttributesList());
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
    List<KeyValue> attributes = attributes(link.getAttributesList());
    return attributes == null
        ? link
        : link.toBuilder().clearAttributes().addAllAttributes(attributes).build();
  }

  @SuppressWarnings("ReferenceEquality")
  public LogRecord log(LogRecord log) {
    AnyValue body = value(log.getBody(), NONE, 0);
    String name = text(log.getEventName());
    List<KeyValue> attributes = attributes(log.getAttributesList());
    if (body == log.getBody() && name.equals(log.getEventName()) && attributes == null) {
      return log;
    }
    LogRecord.Builder changed = log.toBuilder().setEventName(name);
    if (log.hasBody()) {
      changed.setBody(body);
    }
    if (attributes != null) {
      changed.clearAttributes().addAllAttributes(attributes);
    }
    return changed.build();
  }

  /// A text without what must not be kept.
  public String text(String text) {
    return cleaner.clean(text, 0);
  }

  /// An id without what must not be kept: opaque ids stay, an e-mail address becomes its pseudonym.
  public String id(String id) {
    return cleaner.clean(id, Vocabulary.ID);
  }

  /// The value of an attribute without what must not be kept; "" where none of it may be.
  public String attribute(String key, String value) {
    KeyValue sent =
        KeyValue.newBuilder()
            .setKey(key)
            .setValue(AnyValue.newBuilder().setStringValue(value))
            .build();
    KeyValue kept = attribute(sent);
    return kept == null ? "" : kept.getValue().getStringValue();
  }

  private static final Policy.Field NONE = new Policy.Field(null, 0, false);

  /// The attributes as they may be kept; null where all stay as they are.
  @SuppressWarnings("ReferenceEquality")
  private @Nullable List<KeyValue> attributes(List<KeyValue> attributes) {
    List<KeyValue> changed = null;
    for (int i = 0; i < attributes.size(); i++) {
      KeyValue attribute = attributes.get(i);
      KeyValue kept = attribute(attribute);
      if (kept != attribute && changed == null) {
        changed = new ArrayList<>(attributes.subList(0, i));
      }
      if (changed != null && kept != null) {
        changed.add(kept);
      }
    }
    return changed;
  }

  private @Nullable KeyValue attribute(KeyValue attribute) {
    if (attribute.getKey().equals(Keys.ATTRIBUTE)) {
      return attribute.toBuilder()
          .setValue(Keys.clean(policy, cleaner, attribute.getValue()))
          .build();
    }
    Policy.Field field = policy.field(attribute.getKey());
    Treatment treatment = field.treatment();
    if (treatment == null) {
      return pair(attribute, field, 0);
    }
    return switch (treatment) {
      case KEEP -> attribute;
      case DROP -> null;
      case REDACT, HASH -> whole(attribute, treatment);
    };
  }

  private KeyValue whole(KeyValue attribute, Treatment treatment) {
    AnyValue value = attribute.getValue();
    String text = value.hasStringValue() ? value.getStringValue() : value.toString();
    String replaced =
        treatment == Treatment.REDACT
            ? Pseudonyms.redacted("ATTRIBUTE")
            : policy.pseudonyms().of("ATTRIBUTE", text);
    boolean before = value.hasStringValue() && replacedBefore(text);
    return before
        ? attribute
        : attribute.toBuilder().setValue(AnyValue.newBuilder().setStringValue(replaced)).build();
  }

  private static boolean replacedBefore(String text) {
    int length = text.length();
    return length < 64
        && text.startsWith("<")
        && Pseudonyms.end(text.toCharArray(), length, 0) == length;
  }

  @SuppressWarnings("ReferenceEquality")
  private KeyValue pair(KeyValue pair, Policy.Field field, int depth) {
    AnyValue value = value(pair.getValue(), field, depth);
    boolean talkingKey = depth > 0 || pair.getKey().indexOf('@') >= 0;
    String key = talkingKey ? cleaner.clean(pair.getKey(), 0) : pair.getKey();
    return value == pair.getValue() && key.equals(pair.getKey())
        ? pair
        : pair.toBuilder().setKey(key).setValue(value).build();
  }

  private AnyValue value(AnyValue value, Policy.Field field, int depth) {
    if (depth > DEEPEST) {
      return value;
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> {
        String text = value.getStringValue();
        String clean = string(text, field);
        yield clean.equals(text) ? value : AnyValue.newBuilder().setStringValue(clean).build();
      }
      case ARRAY_VALUE -> {
        List<AnyValue> values =
            each(value.getArrayValue().getValuesList(), one -> value(one, field, depth + 1));
        yield values == null
            ? value
            : AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(values))
                .build();
      }
      case KVLIST_VALUE -> {
        List<KeyValue> pairs =
            each(
                value.getKvlistValue().getValuesList(),
                pair -> pair(pair, policy.field(pair.getKey()), depth + 1));
        yield pairs == null
            ? value
            : AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder().addAllValues(pairs))
                .build();
      }
      case BYTES_VALUE -> bytes(value, field);
      case BOOL_VALUE, INT_VALUE, DOUBLE_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET -> value;
    };
  }

  private String string(String text, Policy.Field field) {
    if (field.name() && named(text)) {
      return replacedBefore(text) ? text : cleaner.whole(DataClass.PERSON_NAME, text);
    }
    String clean = cleaner.clean(text, field.said());
    boolean secret = (field.said() & (Vocabulary.PASSWORD | Vocabulary.KEY)) != 0;
    return secret && clean.equals(text) && secret(text, field)
        ? cleaner.whole(
            (field.said() & Vocabulary.PASSWORD) != 0 ? DataClass.PASSWORD : DataClass.API_KEY,
            text)
        : clean;
  }

  private static boolean named(String text) {
    char first = text.isEmpty() ? '{' : text.charAt(0);
    return text.length() <= NAME_LENGTH
        && first != '{'
        && first != '['
        && text.indexOf('\n') < 0
        && text.codePoints().anyMatch(Character::isLetter);
  }

  /// Whether the value of an attribute that is called after a secret looks like one.
  private static boolean secret(String text, Policy.Field field) {
    char[] value = text.toCharArray();
    boolean plain = value.length >= 3 && text.indexOf(' ') < 0 && text.indexOf('<') < 0;
    if (!plain || Secrets.placeholder(value, 0, value.length)) {
      return false;
    }
    return (field.said() & Vocabulary.PASSWORD) != 0
        ? value.length >= 6
        : value.length >= 16 && Secrets.random(value, 0, value.length);
  }

  /// Bytes that are text are read as text; others cannot be looked through and are described.
  private AnyValue bytes(AnyValue value, Policy.Field field) {
    ByteString bytes = value.getBytesValue();
    String text = decoded(bytes.asReadOnlyByteBuffer());
    if (text == null) {
      return AnyValue.newBuilder().setStringValue(bytes.size() + " bytes").build();
    }
    String clean = string(text, field);
    return clean.equals(text)
        ? value
        : AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8(clean)).build();
  }

  private static @Nullable String decoded(ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      boolean binary = text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
      return binary ? null : text;
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// The list with what changed; null where nothing did.
  @SuppressWarnings("ReferenceEquality")
  private static <T> @Nullable List<T> each(List<T> all, UnaryOperator<T> change) {
    List<T> changed = null;
    for (int i = 0; i < all.size(); i++) {
      T one = all.get(i);
      T other = change.apply(one);
      if (other != one && changed == null) {
        changed = new ArrayList<>(all.subList(0, i));
      }
      if (changed != null) {
        changed.add(other);
      }
    }
    return changed;
  }
}
