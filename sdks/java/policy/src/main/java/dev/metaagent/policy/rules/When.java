package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditions of which all, or any, must be true.
public record When(boolean all, List<Condition> conditions) {

  /// No condition: always true.
  public static final When ALWAYS = new When(true, List.of());

  static When parse(String at, @Nullable Object json) {
    Fields fields = Fields.of(at, json);
    boolean all = fields.has("all");
    if (all == fields.has("any")) {
      throw new InvalidPolicy(at, "either all or any");
    }
    return new When(all, fields.items(all ? "all" : "any", Condition::parse));
  }
}
