package dev.metaagent.sdk;

import org.jspecify.annotations.Nullable;

/// Permitted, with these arguments: those of the call, or what a rule made of them. `rule` is the
/// id of the rule that permits it, null where none decided.
public record Permit(@Nullable Object arguments, @Nullable String rule) implements Decision {

  @Override
  public Decision awaited() {
    return this;
  }
}
