package dev.metaagent.observe.webhooks;

import dev.metaagent.observe.doors.PlainExecution.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The nodes of a workflow by name, where they were sent along: type and chosen model.
final class N8nNodes {

  private final Map<String, JsonNode> byName = new HashMap<>();

  N8nNodes(JsonNode nodes) {
    if (nodes.isArray()) {
      nodes.forEach(node -> byName.put(node.path("name").asString(""), node));
    }
  }

  /// What a run of a node is: told by what it put out, else by the type of the node.
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

  /// The model that a node was set to, where its parameters were sent along.
  @Nullable String model(String name) {
    JsonNode node = byName.get(name);
    if (node == null) {
      return null;
    }
    JsonNode model = node.path("parameters").path("model");
    return Fields.text(model.isObject() ? model.path("value") : model);
  }
}
