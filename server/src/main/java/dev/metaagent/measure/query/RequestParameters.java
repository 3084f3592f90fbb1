package dev.metaagent.measure;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parameters that several questions share, read or refused by name.
final class Questions {

  private Questions() {}

  static AgentId agent(String field, String text) {
    if (text.length() == 36) {
      try {
        return AgentId.parse(text);
      } catch (IllegalArgumentException e) {
        throw notAnId(field);
      }
    }
    throw notAnId(field);
  }

  static int limit(@Nullable Integer wanted, int usual, int most) {
    int limit = wanted == null ? usual : wanted;
    if (limit < 1 || limit > most) {
      throw MetaAgentException.invalid("limit", "must be from 1 to " + most);
    }
    return limit;
  }

  static SeriesReport.@Nullable By by(@Nullable String text, Set<SeriesReport.By> allowed) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return SeriesReport.By.named(text, allowed)
        .orElseThrow(() ->
            MetaAgentException.invalid(
                "by",
                "must be one of "
                    + String.join(
                        ", ", allowed.stream().map(SeriesReport.By::wire).sorted().toList())));
  }

  private static MetaAgentException notAnId(String field) {
    return MetaAgentException.invalid(field, "must be the id of an agent, a UUID");
  }
}
