package dev.metaagent.conventions.attributes;

import dev.metaagent.kernel.StorableText;
import io.opentelemetry.proto.common.v1.AnyValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON object that OpenInference and others keep in one {@code metadata} attribute. It is
 * trusted less than any attribute of its own. Text that is not a JSON object says nothing.
 */
public final class MetadataJson {
  public static final JsonFactory FACTORY = new JsonFactory();
  private static final int RANK = 100;

  private MetadataJson() {}

  public static void read(SpanFacts facts) {
    String json = facts.text(Field.METADATA);
    if (json == null || json.charAt(0) != '{') {
      return;
    }
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      p.nextToken();
      while (p.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = StorableText.of(p.currentName());
        String value = scalar(p);
        if (value != null) {
          take(facts, key, value);
        }
      }
    } catch (JacksonException e) {
      // what stood before the fault counts
    }
  }

  private static @Nullable String scalar(JsonParser p) {
    return switch (p.nextToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          StorableText.of(p.getString());
      default -> {
        p.skipChildren();
        yield null;
      }
    };
  }

  private static void take(SpanFacts facts, String key, String value) {
    switch (key) {
      case "lc_agent_name" -> offer(facts, Field.LANGGRAPH_AGENT, 0, value);
      case "langgraph_node" -> offer(facts, Field.LANGGRAPH_NODE, 0, value);
      case "session_id", "sessionId" -> offer(facts, Field.SESSION, 0, value);
      case "thread_id", "threadId" -> offer(facts, Field.SESSION, 1, value);
      case "conversation_id", "conversationId" -> offer(facts, Field.SESSION, 2, value);
      case "user_id", "userId" -> offer(facts, Field.USER, 0, value);
      case "ls_provider" -> offer(facts, Field.PROVIDER, 0, value);
      case "ls_model_name" -> offer(facts, Field.REQUEST_MODEL, 0, value);
      default -> {
        if (!DeclaredMetadata.isFrameworks(key)) {
          facts.declare(key, value);
        }
      }
    }
  }

  private static void offer(SpanFacts facts, Field field, int rank, String value) {
    facts.offer(field, RANK + rank, AnyValue.newBuilder().setStringValue(value).build());
  }
}
