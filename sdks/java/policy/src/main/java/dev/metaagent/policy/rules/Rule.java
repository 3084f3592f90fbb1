package dev.metaagent.policy.rules;

import dev.metaagent.policy.FailMode;
import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule on tool calls. `tool` is a [Glob]; `redactPaths` belongs to [Effect#REDACT], and empty
/// means all texts; the last three fields belong to [Effect#ASK] and are set there.
public record Rule(
    String id,
    String tool,
    When when,
    Effect effect,
    @Nullable String reason,
    List<String> redactPaths,
    @Nullable Long askSeconds,
    @Nullable WhenUnanswered whenUnanswered,
    @Nullable FailMode whenUnreachable) {

  static Rule parse(String at, @Nullable Object json) {
    Fields fields = Fields.of(at, json);
    Effect effect = Effect.of(fields, "effect");
    boolean ask = effect == Effect.ASK;
    return new Rule(
        filled(fields, "id"),
        filled(fields, "tool"),
        fields.value("when") == null
            ? When.ALWAYS
            : When.parse(fields.path("when"), fields.value("when")),
        effect,
        fields.textOrNull("reason"),
        Fields.items(
            fields.path("redactPaths"), fields.listOrEmpty("redactPaths"), Rule::redactPath),
        ask ? (Long) fields.integer("askSeconds", 1) : fields.integerOrNull("askSeconds", 1),
        ask || fields.value("whenUnanswered") != null
            ? WhenUnanswered.of(fields, "whenUnanswered")
            : null,
        ask || fields.value("whenUnreachable") != null
            ? FailMode.of(fields, "whenUnreachable")
            : null);
  }

  /// Denies every call of the tool.
  static Rule denying(String id, String tool, String reason) {
    return new Rule(id, tool, When.ALWAYS, Effect.DENY, reason, List.of(), null, null, null);
  }

  private static String filled(Fields fields, String name) {
    String text = fields.text(name);
    if (text.isEmpty()) {
      throw fields.invalid(name, "a text that is not empty");
    }
    return text;
  }

  private static String redactPath(String at, @Nullable Object json) {
    if (json instanceof String path) {
      return path;
    }
    throw new InvalidPolicy(at, "a text");
  }
}
