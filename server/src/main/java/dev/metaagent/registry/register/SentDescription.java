package dev.metaagent.registry.register;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.registry.RegisterEdit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads what people say of an agent: checked, without control characters, and without the personal
/// data that the organization replaces.
final class SentDescription {

  private static final int LONGEST_PURPOSE = 500;
  private static final int LONGEST_TEAM = 200;
  private static final int LONGEST_CLASS = 40;
  private static final int MOST_CLASSES = 20;

  private final UnaryOperator<String> clean;

  SentDescription(UnaryOperator<String> clean) {
    this.clean = clean;
  }

  /// What is said now: as before where nothing was sent.
  RegisterStore.Description over(RegisterStore.Description before, RegisterEdit sent) {
    String risk = sent.risk();
    return new RegisterStore.Description(
        text("purpose", sent.purpose(), before.purpose(), LONGEST_PURPOSE),
        text("team", sent.team(), before.team(), LONGEST_TEAM),
        sent.dataClasses() == null ? before.dataClasses() : classes(sent.dataClasses()),
        risk == null ? before.risk() : risk.isEmpty() ? null : Risk.parse(risk));
  }

  private @Nullable String text(
      String field, @Nullable String sent, @Nullable String before, int longest) {
    if (sent == null) {
      return before;
    }
    String text = plain(sent);
    if (text.length() > longest) {
      throw MetaAgentException.invalid(field, "at most " + longest + " characters");
    }
    return text.isEmpty() ? null : clean.apply(text);
  }

  /// Each word once, in lower case: "Personal" and "personal" are one class.
  private List<String> classes(List<@Nullable String> sent) {
    if (sent.size() > MOST_CLASSES) {
      throw MetaAgentException.invalid("dataClasses", "at most " + MOST_CLASSES);
    }
    Set<String> classes = new LinkedHashSet<>();
    for (String word : sent) {
      String text = word == null ? "" : plain(word).toLowerCase(Locale.ROOT);
      if (text.isEmpty() || text.length() > LONGEST_CLASS) {
        throw MetaAgentException.invalid(
            "dataClasses", "each of 1 to " + LONGEST_CLASS + " characters");
      }
      classes.add(clean.apply(text));
    }
    return List.copyOf(classes);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    StorableText.of(text)
        .codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip();
  }
}
