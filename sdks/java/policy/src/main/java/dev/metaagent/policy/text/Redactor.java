package dev.metaagent.policy.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.InvalidPolicy;
import dev.metaagent.policy.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replaces personal data and secrets by the names of their classes, such as `<EMAIL>`. Immutable.
public final class Redactor {

  private static final String SECRET = "<SECRET>";

  private final List<RedactionRule> rules;
  private final Set<String> secretKeys;

  private Redactor(List<RedactionRule> rules, Set<String> secretKeys) {
    this.rules = rules;
    this.secretKeys = secretKeys;
  }

  /// The rules of `protocol/redaction.json`.
  public static Redactor standard() {
    return Standard.REDACTOR;
  }

  /// The content of a file of rules, as plain values.
  static Redactor parse(@Nullable Object json) {
    Fields fields = Fields.of("", json);
    return new Redactor(
        fields.items("rules", RedactionRule::parse),
        Set.copyOf(fields.items("secretKeys", Redactor::key)));
  }

  /// Each rule is applied to what the one before left.
  public String redact(String text) {
    String redacted = text;
    for (RedactionRule rule : rules) {
      redacted = rule.replace(redacted);
    }
    return redacted;
  }

  /// A copy of a plain value with all its texts redacted; the text of a key that names a secret is
  /// replaced as a whole.
  public @Nullable Object redact(@Nullable Object value) {
    if (value instanceof String text) {
      return redact(text);
    }
    if (value instanceof Map<?, ?> object) {
      Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>(object);
      copy.replaceAll(this::redactField);
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list);
      copy.replaceAll(this::redact);
      return copy;
    }
    return value;
  }

  /// Whether a key names a secret, ignoring case, and with `-` as `_`.
  public boolean isSecret(String key) {
    return secretKeys.contains(key.toLowerCase(Locale.ROOT).replace('-', '_'));
  }

  private @Nullable Object redactField(@Nullable Object key, @Nullable Object value) {
    boolean secret =
        value instanceof String text
            && !text.isEmpty()
            && key instanceof String name
            && isSecret(name);
    return secret ? SECRET : redact(value);
  }

  private static String key(String path, @Nullable Object json) {
    if (json instanceof String key) {
      return key;
    }
    throw new InvalidPolicy(path, "a text");
  }

  private static final class Standard {

    static final Redactor REDACTOR = load();

    private static Redactor load() {
      try (InputStream file = Redactor.class.getResourceAsStream("redaction.json")) {
        if (file == null) {
          throw new IllegalStateException("redaction.json is missing in the jar");
        }
        return parse(Json.parse(new String(file.readAllBytes(), UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
