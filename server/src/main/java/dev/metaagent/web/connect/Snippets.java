package dev.metaagent.web.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// The lines that connect an agent, for each language and framework, with this server's address.
/// They lie as text in `resources/connect`; lines that carry a key are left out where none is
/// needed.
@Component
class Snippets {

  private static final String ADDRESS = "{{address}}";
  private static final String KEY = "{{key}}";

  /// A language and its ways.
  record Language(String id, String name, String hint, List<Variant> variants) {}

  /// One way.
  ///
  /// @param command what to run once the lines are there
  record Variant(String id, String name, String code, String command) {}

  private static final List<Language> ALL =
      List.of(
          language(
              "python",
              "Python",
              "LangGraph, OpenAI, any",
              variant("python", "langgraph", "LangGraph", "python email_writer.py"),
              variant("python", "openai-agents", "OpenAI Agents", "python email_writer.py"),
              variant("python", "pydantic-ai", "Pydantic AI", "python email_writer.py"),
              variant("python", "crewai", "CrewAI", "python email_writer.py"),
              variant("python", "openai", "OpenAI SDK", "python email_writer.py"),
              variant("python", "anthropic", "Anthropic SDK", "python email_writer.py"),
              variant("python", "otel", "Plain OTel", "python email_writer.py"),
              variant("python", "sdk", "MetaAgent SDK", "python email_writer.py")),
          language(
              "typescript",
              "TypeScript",
              "LangGraph, Vercel AI",
              variant("typescript", "langgraph", "LangGraph", "npx tsx email-writer.ts"),
              variant("typescript", "vercel", "Vercel AI", "npx tsx email-writer.ts"),
              variant("typescript", "sdk", "MetaAgent SDK", "npx tsx email-writer.ts")),
          language(
              "java",
              "Java",
              "Spring AI, LangChain4j",
              variant("java", "spring-ai", "Spring AI", "./mvnw spring-boot:run"),
              variant("java", "agent", "Java agent", "java -jar email-writer.jar"),
              variant("java", "sdk", "MetaAgent SDK", "./mvnw compile exec:java")),
          language(
              "n8n",
              "n8n",
              "workflows and errors",
              variant("n8n", "otel", "OpenTelemetry", "n8n start"),
              variant("n8n", "hook", "Hook file", "n8n start")),
          language(
              "curl",
              "curl",
              "one line of JSON",
              variant("curl", "json", "Plain JSON", "sh send.sh"),
              variant("curl", "otlp", "OTLP JSON", "sh send.sh")),
          language(
              "other",
              "Something else",
              "any OTLP exporter",
              variant("other", "otlp", "Environment", "./your-agent")));

  private static Language language(String id, String name, String hint, Variant... variants) {
    return new Language(id, name, hint, List.of(variants));
  }

  private static Variant variant(String language, String id, String name, String command) {
    try {
      String code =
          new ClassPathResource("connect/" + language + "-" + id + ".txt")
              .getContentAsString(StandardCharsets.UTF_8)
              .stripTrailing();
      return new Variant(id, name, code, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All snippets for an address.
  ///
  /// @param key what stands for the key; null where no key is needed
  List<Language> of(String address, @Nullable String key) {
    return ALL.stream()
        .map(language ->
            new Language(
                language.id(),
                language.name(),
                language.hint(),
                language.variants().stream().map(variant -> fill(variant, address, key)).toList()))
        .toList();
  }

  private static Variant fill(Variant variant, String address, @Nullable String key) {
    String code =
        variant
            .code()
            .lines()
            .filter(line -> key != null || !line.contains(KEY))
            .map(line -> line.replace(ADDRESS, address).replace(KEY, key == null ? "" : key))
            .collect(Collectors.joining("\n"));
    return new Variant(variant.id(), variant.name(), code, variant.command());
  }
}
