package dev.metaagent.policy.rules;

import dev.metaagent.policy.Fields;
import org.jspecify.annotations.Nullable;

/// A condition on the arguments of a call: what the path yields is compared with the value.
public record Condition(String path, Operator op, @Nullable Object value) {

  static Condition parse(String at, @Nullable Object json) {
    Fields fields = Fields.of(at, json);
    String path = fields.text("path");
    Operator op = Operator.of(fields, "op");
    return new Condition(path, op, op.value(fields, "value"));
  }
}
