package dev.metaagent.policy.rules;

import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// The JSON inside the texts of one call, parsed once for all rules. Not thread-safe.
final class OpenedTexts {

  private @Nullable IdentityHashMap<String, @Nullable Object> opened;

  /// The object or list that a text holds; null if it holds none.
  @Nullable Object open(String text) {
    if (!Json.opens(text)) {
      return null;
    }
    if (opened == null) {
      opened = new IdentityHashMap<>();
    }
    if (!opened.containsKey(text)) {
      opened.put(text, parse(text));
    }
    return opened.get(text);
  }

  private static @Nullable Object parse(String text) {
    try {
      return Json.parse(text);
    } catch (InvalidJson e) {
      return null;
    }
  }
}
