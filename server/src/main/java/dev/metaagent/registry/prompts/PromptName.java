package dev.metaagent.registry.prompts;

import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.tenancy.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names of prompts: any text of one line. Code asks for a prompt by exactly its name, and the
/// journal keeps it for ever, so that one with personal data is refused instead of changed.
final class PromptName {

  private static final int LONGEST = 200;

  private PromptName() {}

  /// The name of a prompt that is to be made.
  static String ofNew(@Nullable String text, TypedText typed) {
    String name =
        of(text)
            .orElseThrow(() ->
                MetaAgentException.invalid(
                    "name", "1 to " + LONGEST + " characters of one line, not only dots"));
    if (!typed.clean(Tenant.current(), name).equals(name)) {
      throw MetaAgentException.invalid("name", "must not hold personal data or secrets");
    }
    return name;
  }

  /// The name that a text gives; empty where no prompt can have it. A path cannot end in `.` or
  /// `..`.
  static Optional<String> of(@Nullable String text) {
    String name = text == null ? "" : text.strip();
    boolean possible =
        !name.isEmpty()
            && name.length() <= LONGEST
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(Character::isISOControl)
            && StorableText.is(name);
    return possible ? Optional.of(name) : Optional.empty();
  }

  /// The name of a prompt that should be there.
  static String known(String text) {
    return of(text).orElseThrow(() -> missing(text));
  }

  static MetaAgentException missing(String name) {
    return MetaAgentException.notFound("A prompt " + name);
  }
}
