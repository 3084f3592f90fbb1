package dev.metaagent.policy.rules;

import dev.metaagent.policy.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Arguments in which the value of a path is replaced. Containers on the way are copied, never
/// changed; JSON within a text is written again around the replaced value.
final class RedactedPaths {

  static final String REDACTED = "<REDACTED>";

  private final Path path;
  private final OpenedTexts texts;

  private RedactedPaths(Path path, OpenedTexts texts) {
    this.path = path;
    this.texts = texts;
  }

  static @Nullable Object redact(@Nullable Object arguments, List<Path> paths) {
    Object redacted = arguments;
    for (Path path : paths) {
      if (!path.isCount()) {
        redacted = new RedactedPaths(path, new OpenedTexts()).replace(redacted, 0);
      }
    }
    return redacted;
  }

  private @Nullable Object replace(@Nullable Object value, int at) {
    if (at == path.segments().size()) {
      return REDACTED;
    }
    if (value instanceof Map<?, ?> object) {
      return replaceIn(object, at);
    }
    if (value instanceof List<?> list) {
      return replaceIn(list, at);
    }
    Object inside = value instanceof String text ? texts.open(text) : null;
    if (inside == null) {
      return value;
    }
    Object replaced = replace(inside, at);
    return inside.equals(replaced) ? value : Json.write(replaced);
  }

  private Map<?, ?> replaceIn(Map<?, ?> object, int at) {
    String segment = path.segments().get(at);
    Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>(object);
    if (Path.isEvery(segment)) {
      copy.replaceAll((key, item) -> replace(item, at + 1));
    } else if (copy.containsKey(segment)) {
      copy.put(segment, replace(copy.get(segment), at + 1));
    }
    return copy;
  }

  private List<?> replaceIn(List<?> list, int at) {
    String segment = path.segments().get(at);
    List<@Nullable Object> copy = new ArrayList<>(list);
    if (Path.isEvery(segment)) {
      copy.replaceAll(item -> replace(item, at + 1));
    } else {
      int index = Path.index(segment, copy.size());
      if (index >= 0) {
        copy.set(index, replace(copy.get(index), at + 1));
      }
    }
    return copy;
  }
}
