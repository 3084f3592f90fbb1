package dev.metaagent.conventions.attributes;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that an application declares under keys of its own. Each convention has a place for it;
 * frameworks write their own keys there too, which are left out.
 */
final class DeclaredMetadata {
  /** Where no framework writes. */
  private static final String OWN = "metaagent.attr.";

  private static final List<String> PLACES =
      List.of(
          OWN,
          "langfuse.trace.metadata.",
          "langfuse.observation.metadata.",
          "traceloop.association.properties.",
          "langsmith.metadata.",
          "ai.telemetry.metadata.",
          "ai.settings.context.",
          "lmnr.association.properties.",
          "mastra.metadata.");

  private static final Set<String> FRAMEWORK_KEYS =
      Set.of(
          "session_id",
          "sessionId",
          "thread_id",
          "threadId",
          "conversation_id",
          "conversationId",
          "chat_id",
          "chatId",
          "user_id",
          "userId",
          "checkpoint_ns",
          "checkpoint_id",
          "tool_call_id",
          "tags",
          "color",
          "is_langchain_root",
          "run_id",
          "usage_metadata",
          "model",
          "model_name",
          "stream",
          "streaming",
          "temperature",
          "max_tokens",
          "stop",
          "revision_id",
          "run_name",
          "resourceAttributes",
          "scope");

  private DeclaredMetadata() {}

  /** The application's key in this attribute name; null if it is not such a name. */
  static @Nullable String key(String attribute) {
    for (String place : PLACES) {
      if (attribute.startsWith(place)) {
        String key = attribute.substring(place.length());
        boolean kept = place.equals(OWN) ? !key.isEmpty() : !isFrameworks(key);
        return kept ? key : null;
      }
    }
    return null;
  }

  /** Whether a framework writes this tag: LangChain numbers its steps by tags. */
  static boolean isFrameworksTag(String tag) {
    return tag.startsWith("graph:step:")
        || tag.startsWith("seq:step:")
        || tag.startsWith("map:key:")
        || tag.startsWith("langsmith:")
        || tag.startsWith("condition:")
        || tag.equals("branch:0");
  }

  /** Whether a framework writes this key, not the application. */
  static boolean isFrameworks(String key) {
    return key.isEmpty()
        || key.startsWith("ls_")
        || key.startsWith("lc_")
        || key.startsWith("langgraph_")
        || key.startsWith("_")
        || key.startsWith("LANGSMITH_")
        || key.startsWith("LANGCHAIN_")
        || key.startsWith("LANGGRAPH_")
        || FRAMEWORK_KEYS.contains(key);
  }
}
