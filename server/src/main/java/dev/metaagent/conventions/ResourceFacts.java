package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.AttributeValues;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.Frameworks;
import dev.metaagent.conventions.attributes.SpanFacts;
import dev.metaagent.kernel.SourceRevision;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a resource says about every run in it. */
final class ResourceFacts {
  private final SpanFacts facts;
  private final @Nullable String serviceName;
  private final @Nullable SourceRevision source;

  private ResourceFacts(SpanFacts facts) {
    this.facts = facts;
    String service = facts.text(Field.SERVICE_NAME);
    this.serviceName = service == null || service.startsWith("unknown_service") ? null : service;
    this.source =
        SourceRevision.of(
            facts.text(Field.VCS_REPOSITORY),
            facts.text(Field.VCS_REF),
            facts.text(Field.VCS_COMMIT));
  }

  static ResourceFacts of(Resource resource) {
    return new ResourceFacts(new SpanFacts(resource.getAttributesList()));
  }

  /** The facts of one span, completed by those of its resource. */
  ExecutionFacts with(SpanFacts span, @Nullable String agentName, String scope) {
    String version = either(span, Field.AGENT_VERSION);
    return new ExecutionFacts(
        agentName == null ? facts.text(Field.AGENT_NAME) : agentName,
        version == null ? facts.text(Field.SERVICE_VERSION) : version,
        Frameworks.of(span, scope),
        serviceName,
        either(span, Field.SESSION),
        either(span, Field.USER),
        either(span, Field.ENVIRONMENT),
        either(span, Field.PROMPT_NAME),
        either(span, Field.PROMPT_VERSION),
        either(span, Field.ARM),
        span.number(Field.ASSIGNMENT_PROBABILITY),
        either(span, Field.TASK_CLASS),
        strings(span.value(Field.LEARNINGS)),
        either(span, Field.RUN_NAME),
        span.truth(Field.SUCCESS),
        source(span),
        declared(span));
  }

  /** Nearly always what the resource says, which is read once. */
  private @Nullable SourceRevision source(SpanFacts span) {
    boolean own =
        span.has(Field.VCS_REPOSITORY) || span.has(Field.VCS_REF) || span.has(Field.VCS_COMMIT);
    return own
        ? SourceRevision.of(
            either(span, Field.VCS_REPOSITORY),
            either(span, Field.VCS_REF),
            either(span, Field.VCS_COMMIT))
        : source;
  }

  private @Nullable String either(SpanFacts span, Field field) {
    String own = span.text(field);
    return own == null ? facts.text(field) : own;
  }

  private Map<String, String> declared(SpanFacts span) {
    List<String> tags =
        strings(span.value(Field.TAGS)).stream().filter(SpanFacts::isOwnTag).toList();
    if (tags.isEmpty() && facts.declared().isEmpty()) {
      return span.declared();
    }
    Map<String, String> all = new HashMap<>(facts.declared());
    all.putAll(span.declared());
    if (!tags.isEmpty()) {
      all.putIfAbsent("tags", String.join(",", tags));
    }
    return Collections.unmodifiableMap(all);
  }

  private static List<String> strings(@Nullable AnyValue value) {
    if (value == null) {
      return List.of();
    }
    if (!value.hasArrayValue()) {
      String text = AttributeValues.text(value);
      return text == null
          ? List.of()
          : List.of(text.split(",")).stream().map(String::strip).toList();
    }
    ArrayValue array = value.getArrayValue();
    List<String> strings = new ArrayList<>(array.getValuesCount());
    for (AnyValue element : array.getValuesList()) {
      String text = AttributeValues.text(element);
      if (text != null) {
        strings.add(text);
      }
    }
    return Collections.unmodifiableList(strings);
  }
}
