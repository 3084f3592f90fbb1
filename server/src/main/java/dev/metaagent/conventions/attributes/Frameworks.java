package dev.metaagent.conventions.attributes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The framework behind a span, derived from its instrumentation scope. */
public final class Frameworks {
  public static final String SPRING_AI = "spring-ai";

  private static final List<Map.Entry<String, String>> BY_SCOPE =
      List.of(
          Map.entry("langchain4j", "langchain4j"),
          Map.entry("langgraph", "langgraph"),
          Map.entry("langchain", "langchain"),
          Map.entry("openai_agents", "openai-agents"),
          Map.entry("openai-agents", "openai-agents"),
          Map.entry("pydantic", "pydantic-ai"),
          Map.entry("llama_index", "llamaindex"),
          Map.entry("llamaindex", "llamaindex"),
          Map.entry("strands", "strands"),
          Map.entry("gcp.vertex.agent", "google-adk"),
          Map.entry("google_adk", "google-adk"),
          Map.entry("springframework", SPRING_AI),
          Map.entry("crewai", "crewai"),
          Map.entry("autogen", "autogen"),
          Map.entry("agent_framework", "agent-framework"),
          Map.entry("semantic_kernel", "semantic-kernel"),
          Map.entry("Microsoft.SemanticKernel", "semantic-kernel"),
          Map.entry("smolagents", "smolagents"),
          Map.entry("agno", "agno"),
          Map.entry("haystack", "haystack"),
          Map.entry("dspy", "dspy"),
          Map.entry("mastra", "mastra"),
          Map.entry("genkit", "genkit"),
          Map.entry("beeai", "beeai"),
          Map.entry("litellm", "litellm"),
          Map.entry("voltagent", "voltagent"),
          Map.entry("n8n", "n8n"));

  private Frameworks() {}

  public static @Nullable String of(SpanFacts facts, String scope) {
    if (facts.has(Field.FRAMEWORK)) {
      return facts.text(Field.FRAMEWORK);
    }
    if (facts.has(Field.LANGGRAPH_NODE) || facts.has(Field.LANGGRAPH_AGENT)) {
      return "langgraph";
    }
    if (facts.has(Field.VERCEL_OPERATION) || scope.equals("gen_ai") || scope.equals("ai")) {
      return "vercel-ai";
    }
    for (Map.Entry<String, String> entry : BY_SCOPE) {
      if (scope.contains(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }
}
