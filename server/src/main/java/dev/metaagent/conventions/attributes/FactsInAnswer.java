package dev.metaagent.conventions.attributes;

import dev.metaagent.kernel.StorableText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Facts that an emitter leaves in the answer of a model or tool, as far as that is JSON. */
public final class FactsInAnswer {
  /** Fields of which one stands in each provider's own answer. */
  private static final List<String> OF_PROVIDERS =
      List.of(
          "\"usage\"", "\"choices\"", "\"usageMetadata\"", "\"usage_metadata\"", "\"done_reason\"");

  /** The most objects around the id of a tool call: {@code update.messages[0].kwargs}. */
  private static final int DEEPEST_ID = 5;

  private FactsInAnswer() {}

  /** The model that says it answered; null if the answer does not tell. */
  public static @Nullable String answeringModel(String answer) {
    if (!isJson(answer) || !answer.contains("\"model")) {
      return null;
    }
    boolean provider = OF_PROVIDERS.stream().anyMatch(answer::contains);
    try (JsonParser p = parser(answer)) {
      int depth = 0;
      int metadata = 0;
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        switch (token) {
          case START_OBJECT, START_ARRAY -> {
            depth++;
            boolean opens = token == JsonToken.START_OBJECT && isMetadata(p.currentName());
            metadata = metadata == 0 && opens ? depth : metadata;
          }
          case END_OBJECT, END_ARRAY -> metadata = depth-- == metadata ? 0 : metadata;
          case VALUE_STRING -> {
            boolean tells = metadata == depth || (provider && depth == 1);
            if (tells && isModel(p.currentName())) {
              return AttributeValues.meaningful(StorableText.of(p.getString()));
            }
          }
          default -> {}
        }
      }
    } catch (JacksonException e) {
      // an answer that is cut off tells what stands before
    }
    return null;
  }

  /** The first model that the answer names anywhere. */
  public static @Nullable String anyModel(String answer) {
    if (!isJson(answer)) {
      return null;
    }
    try (JsonParser p = parser(answer)) {
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "model".equals(p.currentName())) {
          return AttributeValues.meaningful(StorableText.of(p.getString()));
        }
      }
    } catch (JacksonException e) {
      // as above
    }
    return null;
  }

  /** The id of the call that a tool's result answers, in its message: JSON or printed. */
  public static @Nullable String toolCallId(String result) {
    if (!isJson(result)) {
      return printedCallId(result);
    }
    if (!result.contains("all_id\"") && !result.contains("CallId\"")) {
      return null;
    }
    try (JsonParser p = parser(result)) {
      int depth = 0;
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        switch (token) {
          case START_OBJECT -> depth++;
          case END_OBJECT -> depth--;
          case VALUE_STRING -> {
            if (depth <= DEEPEST_ID && isCallId(p.currentName())) {
              return AttributeValues.meaningful(StorableText.of(p.getString()));
            }
          }
          default -> {}
        }
      }
    } catch (JacksonException e) {
      // as above
    }
    return null;
  }

  /** {@code content='shipped' name='lookup' tool_call_id='call_1'}. */
  private static @Nullable String printedCallId(String result) {
    String name = "tool_call_id='";
    int at =
        result.startsWith("content=") || result.startsWith("ToolMessage(")
            ? result.lastIndexOf(name)
            : -1;
    int end = at < 0 ? -1 : result.indexOf('\'', at + name.length());
    return end < 0 ? null : AttributeValues.meaningful(result.substring(at + name.length(), end));
  }

  /** Objects that frameworks add to an answer, to tell what served it. */
  private static boolean isMetadata(@Nullable String name) {
    return name != null
        && switch (name) {
          case "response_metadata", "responseMetadata", "generation_info", "llm_output", "meta" ->
              true;
          default -> false;
        };
  }

  private static boolean isModel(@Nullable String name) {
    return name != null
        && switch (name) {
          case "model_name", "model", "model_id", "modelId", "modelVersion", "model_version" ->
              true;
          default -> false;
        };
  }

  private static boolean isCallId(@Nullable String name) {
    return name != null
        && switch (name) {
          case "tool_call_id", "toolCallId", "call_id" -> true;
          default -> false;
        };
  }

  private static boolean isJson(String text) {
    return "{[".indexOf(text.charAt(0)) >= 0;
  }

  private static JsonParser parser(String json) {
    return MetadataJson.FACTORY.createParser(ObjectReadContext.empty(), json);
  }
}
