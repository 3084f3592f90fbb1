package dev.metaagent.search.groups;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What executions are grouped by.
///
/// @param attribute the key of plain metadata, where that is what they are grouped by
record GroupBy(Kind kind, @Nullable String attribute) {

  static final String EXPECTED =
      "is one of "
          + Arrays.stream(Kind.values()).map(kind -> kind.wire).collect(Collectors.joining(", "))
          + "<key>";

  private static final String ATTRIBUTE = "attr.";

  /// The kinds, their names, and the SQL of their key.
  enum Kind {
    /// A name that was merged counts as the agent it was merged into.
    AGENT("agent", "coalesce(a.merged_into, e.agent_id)::text"),
    /// A run that used several models counts in each, as in the list of one of them.
    MODEL("model", "used.model"),
    USER("user", "e.user_id"),
    ENVIRONMENT("environment", "e.environment"),
    VERSION("version", "e.agent_version"),
    PROMPT_VERSION("promptVersion", "e.prompt_version"),
    TASK_CLASS("taskClass", "e.task_class"),
    ATTRIBUTE("attr.", "e.attributes::jsonb ->> :groupedAttribute");

    private final String wire;
    private final String sql;

    Kind(String wire, String sql) {
      this.wire = wire;
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  static @Nullable GroupBy parse(String text) {
    if (text.startsWith(ATTRIBUTE) && text.length() > ATTRIBUTE.length()) {
      return new GroupBy(Kind.ATTRIBUTE, text.substring(ATTRIBUTE.length()));
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.ATTRIBUTE && kind.wire.equals(text))
        .map(kind -> new GroupBy(kind, null))
        .findFirst()
        .orElse(null);
  }

  String wire() {
    return attribute == null ? kind.wire : ATTRIBUTE + attribute;
  }
}
