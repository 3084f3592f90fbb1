package dev.metaagent.ingest.webhooks.events;

import dev.metaagent.ingest.json.PlainExecution.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The nodes of a workflow by name, if they were sent: type and chosen model.
final class N8nNodes {

  private final Map<String, JsonNode> byName = new HashMap<>();

  N8nNodes(JsonNode nodes) {
    if (nodes.isArray()) {
      nodes.forEach(node -> byName.put(node.path("name").asString(""), node));
    }
  }

  /// The kind of a run of a node: by its output, else by the type of the node.
  Kind kind(String name, JsonNode data) {
    for (String output : data.propertyNames()) {
      switch (output) {
        case "ai_languageModel" -> {
          return Kind.LLM;
        }
        case "ai_tool" -> {
          return Kind.TOOL;
        }
        case "ai_embedding" -> {
          return Kind.EMBEDDING;
        }
        case "ai_memory" -> {
          return Kind.MEMORY;
        }
        case "ai_retriever", "ai_vectorStore", "ai_document", "ai_reranker" -> {
          return Kind.RETRIEVAL;
        }
        default -> {
          // a plain output
        }
      }
    }
    JsonNode node = byName.get(name);
    String type = node == null ? "" : node.path("type").asString("");
    String last = type.substring(type.lastIndexOf('.') + 1);
    if (last.startsWith("lm")) {
      return Kind.LLM;
    }
    return last.startsWith("tool") || last.endsWith("Tool") ? Kind.TOOL : Kind.CHAIN;
  }

  /// The configured model of a node, if its parameters were sent.
  @Nullable String model(String name) {
    JsonNode node = byName.get(name);
    if (node == null) {
      return null;
    }
    JsonNode model = node.path("parameters").path("model");
    return EventFields.text(model.isObject() ? model.path("value") : model);
  }
}
