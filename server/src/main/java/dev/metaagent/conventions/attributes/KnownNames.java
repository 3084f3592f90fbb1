package dev.metaagent.conventions.attributes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinguishes names that people chose from names that a framework or a router generated. */
public final class KnownNames {
  private static final Map<String, String> PROVIDERS =
      Map.ofEntries(
          Map.entry("vertex_ai", "gcp.vertex_ai"),
          Map.entry("vertexai", "gcp.vertex_ai"),
          Map.entry("google_vertexai", "gcp.vertex_ai"),
          Map.entry("google.vertex", "gcp.vertex_ai"),
          Map.entry("gemini", "gcp.gemini"),
          Map.entry("google_genai", "gcp.gemini"),
          Map.entry("google", "gcp.gemini"),
          Map.entry("gcp.gen_ai", "gcp.gemini"),
          Map.entry("aws", "aws.bedrock"),
          Map.entry("google.generative-ai", "gcp.gemini"),
          Map.entry("googleai", "gcp.gemini"),
          Map.entry("google_generative_ai", "gcp.gemini"),
          Map.entry("az.ai.openai", "azure.ai.openai"),
          Map.entry("azure", "azure.ai.openai"),
          Map.entry("azure_openai", "azure.ai.openai"),
          Map.entry("azure-openai", "azure.ai.openai"),
          Map.entry("azure_ai", "azure.ai.inference"),
          Map.entry("az.ai.inference", "azure.ai.inference"),
          Map.entry("bedrock", "aws.bedrock"),
          Map.entry("amazon_bedrock", "aws.bedrock"),
          Map.entry("amazon-bedrock", "aws.bedrock"),
          Map.entry("bedrock_converse", "aws.bedrock"),
          Map.entry("aws_bedrock", "aws.bedrock"),
          Map.entry("mistralai", "mistral_ai"),
          Map.entry("mistral", "mistral_ai"),
          Map.entry("xai", "x_ai"),
          Map.entry("watsonx", "ibm.watsonx.ai"));

  private static final Set<String> FRAMEWORKS =
      Set.of(
          "langgraph",
          "langchain",
          "strands-agents",
          "spring_ai",
          "crewai",
          "llamaindex",
          "llama_index",
          "autogen",
          "semantic_kernel",
          "microsoft.agent_framework",
          "agno",
          "haystack",
          "dspy",
          "pydantic_ai",
          "pydantic-ai",
          "openai_agents",
          "openai-agents",
          "openai-agent",
          "google-adk",
          "ag2",
          "smolagents",
          "langchain4j",
          "mastra",
          "custom",
          "unknown",
          "unset",
          "_other");

  private static final List<String> ROUTER_PREFIXES =
      List.of(
          "openai/",
          "anthropic/",
          "azure/",
          "gemini/",
          "vertex_ai/",
          "bedrock/",
          "groq/",
          "mistral/",
          "cohere/",
          "ollama/",
          "xai/",
          "deepseek/",
          "openrouter/",
          "litellm/",
          "models/",
          "googleai/",
          "vertexai/");

  private static final Set<String> GENERIC =
      Set.of(
          "langgraph",
          "runnablesequence",
          "runnablelambda",
          "runnableparallel",
          "agentexecutor",
          "main",
          "root",
          "run",
          "workflow",
          "agent",
          "agent run",
          "agent_run",
          "chat",
          "invoke_agent",
          "invoke_workflow",
          "handler",
          "request",
          "trace",
          "haystack.pipeline",
          "haystack.async_pipeline",
          "haystack.agent",
          "crewai",
          "final_answer",
          "react",
          "agent workflow",
          "functionagent",
          "agentworkflow",
          "reactagent",
          "codeactagent",
          "langchain4j.aiservices",
          "instructor.create");

  /** Methods by which frameworks run something named. */
  private static final Set<String> METHODS =
      Set.of(
          "run",
          "arun",
          "run_sync",
          "run_stream",
          "run_async",
          "kickoff",
          "kickoff_async",
          "akickoff",
          "invoke",
          "ainvoke",
          "invoke_async",
          "stream",
          "astream",
          "call",
          "acall",
          "__call__",
          "forward",
          "aforward",
          "execute",
          "query",
          "aquery",
          "chat",
          "achat",
          "on_messages",
          "on_messages_stream",
          "_execute_core",
          "execute_task",
          "workflow",
          "agent",
          "tool",
          "task");

  private static final int UUID_LENGTH = 36;
  private static final String MCP_CALL = "tools/call ";

  private KnownNames() {}

  /** The OpenTelemetry name of a model's provider; null for a framework. */
  public static @Nullable String provider(@Nullable String sent) {
    if (sent == null) {
      return null;
    }
    String name = sent.toLowerCase(Locale.ROOT);
    String known = PROVIDERS.get(name);
    if (known != null) {
      return known;
    }
    if (FRAMEWORKS.contains(name)) {
      return null;
    }
    int dot = name.indexOf('.');
    if (dot <= 0 || PROVIDERS.containsValue(name)) {
      return name;
    }
    // "openai.chat", "anthropic.messages": a provider and its endpoint
    String family = name.substring(0, dot);
    return switch (family) {
      case "gcp", "aws", "azure", "az", "ibm", "google" -> name;
      default -> PROVIDERS.getOrDefault(family, family);
    };
  }

  /** The model's own name, without a router's prefix. */
  public static @Nullable String model(@Nullable String sent) {
    if (sent == null || sent.indexOf('/') < 0) {
      return sent;
    }
    String name = sent;
    for (int round = 0; round < 2; round++) {
      for (String prefix : ROUTER_PREFIXES) {
        if (name.startsWith(prefix) && name.length() > prefix.length()) {
          name = name.substring(prefix.length());
          break;
        }
      }
    }
    return name;
  }

  /** Whether a framework gives this name to a workflow that has none. */
  public static boolean isDefaultWorkflow(String name) {
    return name.equals("crew") || name.equals("CrewAI") || isGeneric(name);
  }

  /** Whether a framework gives this name to anything it runs. */
  public static boolean isGeneric(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return GENERIC.contains(lower) || isRoute(name);
  }

  /**
   * The name a person chose, out of a span name: {@code CodeAgent.run} is {@code CodeAgent}, {@code
   * Crew_<id>.kickoff} is {@code Crew}; null for names that a framework or a router gives.
   */
  public static @Nullable String chosen(@Nullable String spanName) {
    if (spanName == null || spanName.isBlank() || spanName.startsWith("ai.")) {
      return null;
    }
    String name = withoutId(withoutMethod(spanName.strip()));
    return isGeneric(name) ? null : name;
  }

  private static String withoutMethod(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && METHODS.contains(name.substring(dot + 1)) ? name.substring(0, dot) : name;
  }

  /** Cuts a trailing UUID, which would make every run an agent of its own. */
  private static String withoutId(String name) {
    int start = name.length() - UUID_LENGTH;
    if (start < 2 || "_-. ".indexOf(name.charAt(start - 1)) < 0) {
      return name;
    }
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && Character.digit(c, 16) < 0) {
        return name;
      }
    }
    return name.substring(0, start - 1);
  }

  /** What follows the operation in a span name such as {@code invoke_agent concierge}. */
  public static @Nullable String afterOperation(String spanName, String operation) {
    int length = operation.length();
    boolean starts =
        spanName.length() > length + 1
            && spanName.charAt(length) == ' '
            && spanName.regionMatches(true, 0, operation, 0, length);
    return starts ? spanName.substring(length + 1).strip() : null;
  }

  /**
   * {@code langchain4j.tools.lookup}, {@code lookup.tool}, {@code lookup.run} and {@code tools/call
   * lookup} are lookup.
   */
  public static String toolOfSpan(String spanName) {
    int called = spanName.indexOf(MCP_CALL);
    if (called >= 0 && called + MCP_CALL.length() < spanName.length()) {
      return spanName.substring(called + MCP_CALL.length()).strip();
    }
    if (spanName.startsWith("langchain4j.tools.")) {
      return spanName.substring("langchain4j.tools.".length());
    }
    String name = withoutMethod(spanName);
    return name.startsWith("Tool.") ? name.substring("Tool.".length()) : name;
  }

  /** The class or object of {@code CodeAgent.run}; null for a name that is no method's. */
  public static @Nullable String runner(String spanName) {
    String runner = withoutMethod(spanName.strip());
    return runner.equals(spanName.strip()) ? null : chosen(spanName);
  }

  private static boolean isRoute(String name) {
    int space = name.indexOf(' ');
    String first = space < 0 ? name : name.substring(0, space);
    return switch (first.toUpperCase(Locale.ROOT)) {
      case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "HTTP" -> true;
      default -> name.startsWith("/");
    };
  }
}
