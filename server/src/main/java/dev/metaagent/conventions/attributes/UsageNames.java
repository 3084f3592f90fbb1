package dev.metaagent.conventions.attributes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of token counts that no table lists, read by their words: emitters shorten and reorder the
 * names of the conventions ({@code gen_ai.usage.cache_read_tokens}, {@code
 * llm.usage.cachedInputTokens}, {@code usage.prompt_cache_hit_tokens}).
 */
public final class UsageNames {
  private static final List<String> PREFIXES =
      List.of(
          "gen_ai.usage.",
          "gen_ai.response.usage.",
          "gen_ai.token.usage.",
          "llm.usage.",
          "llm.token_count.",
          "llm.response.usage.",
          "ai.usage.",
          "ai.response.usage.",
          "usage.");

  /** Such a name is no count of all tokens of its kind. */
  private static final Set<String> OTHER =
      Set.of(
          "cost",
          "price",
          "usd",
          "rate",
          "ratio",
          "limit",
          "max",
          "miss",
          "audio",
          "image",
          "video",
          "text",
          "characters",
          "seconds",
          "accepted",
          "rejected",
          "prediction",
          "aggregated",
          "tool");

  private static final Set<String> CACHE = Set.of("cache", "cached", "caching");
  private static final Set<String> WRITTEN =
      Set.of(
          "write", "writes", "written", "creation", "create", "created", "creating", "ephemeral");
  private static final Set<String> THOUGHT = Set.of("reasoning", "thinking", "thought", "thoughts");
  private static final Set<String> WITHOUT_MEANING = Set.of("token", "tokens", "count", "usage");

  private UsageNames() {}

  /** The field of an attribute that no table lists; null if it is no token count. */
  static @Nullable Field ofAttribute(String name) {
    String key = null;
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        key = name.substring(prefix.length());
        break;
      }
    }
    if (key == null) {
      boolean bare = name.indexOf('.') < 0 && (name.endsWith("_tokens") || name.endsWith("Tokens"));
      return bare ? detail(words(name)) : null;
    }
    List<String> words = words(key);
    Field detail = detail(words);
    return detail == null ? whole(words) : detail;
  }

  /** The detail that a key of a usage object counts; null if it counts none. */
  public static @Nullable Field detail(String key) {
    return detail(words(key));
  }

  private static @Nullable Field detail(List<String> words) {
    if (words.stream().anyMatch(OTHER::contains)) {
      return null;
    }
    if (words.stream().anyMatch(CACHE::contains)) {
      return words.stream().anyMatch(WRITTEN::contains) ? Field.CACHE_WRITE : Field.CACHE_READ;
    }
    return words.stream().anyMatch(THOUGHT::contains) ? Field.REASONING : null;
  }

  private static @Nullable Field whole(List<String> words) {
    List<String> meant = words.stream().filter(word -> !WITHOUT_MEANING.contains(word)).toList();
    return meant.size() != 1
        ? null
        : switch (meant.getFirst()) {
          case "input", "prompt" -> Field.INPUT_TOKENS;
          case "output", "completion", "candidates" -> Field.OUTPUT_TOKENS;
          case "total" -> Field.TOTAL_TOKENS;
          default -> null;
        };
  }

  /** The words of a name in any of the usual spellings, in lower case. */
  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= name.length(); at++) {
      boolean end = at == name.length() || !Character.isLetterOrDigit(name.charAt(at));
      boolean hump =
          !end
              && at > from
              && Character.isUpperCase(name.charAt(at))
              && Character.isLowerCase(name.charAt(at - 1));
      if (end || hump) {
        if (at > from) {
          words.add(name.substring(from, at).toLowerCase(Locale.ROOT));
        }
        from = hump ? at : at + 1;
      }
    }
    return words;
  }
}
