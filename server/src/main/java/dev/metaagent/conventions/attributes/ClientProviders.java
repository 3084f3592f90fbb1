package dev.metaagent.conventions.attributes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider behind a client library. Some emitters name it nowhere but in the client's class or
 * the instrumentation of that client.
 */
public final class ClientProviders {
  private static final List<Map.Entry<String, String>> PROVIDERS =
      List.of(
          Map.entry("azureopenai", "azure.ai.openai"),
          Map.entry("openai", "openai"),
          Map.entry("anthropic", "anthropic"),
          Map.entry("mistralai", "mistral_ai"),
          Map.entry("groq", "groq"),
          Map.entry("bedrock", "aws.bedrock"),
          Map.entry("google_genai", "gcp.gemini"),
          Map.entry("gemini", "gcp.gemini"),
          Map.entry("googlegenerativeai", "gcp.gemini"),
          Map.entry("vertexai", "gcp.vertex_ai"),
          Map.entry("cohere", "cohere"));

  private ClientProviders() {}

  /**
   * The provider of {@code OpenAIChatClient.create} or {@code ChatAnthropic}, or of a client's own
   * instrumentation.
   */
  public static @Nullable String provider(String scope, String spanName) {
    int dot = spanName.indexOf('.');
    String client = (dot < 0 ? spanName : spanName.substring(0, dot)).toLowerCase(Locale.ROOT);
    if (client.startsWith("chat") || client.startsWith("azurechat")) {
      client = client.replaceFirst("chat", ""); // LangChain's ChatOpenAI, AzureChatOpenAI
    }
    String library = scope.substring(scope.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> known : PROVIDERS) {
      if (client.startsWith(known.getKey()) || library.equals(known.getKey())) {
        return known.getValue();
      }
    }
    return null;
  }
}
