package dev.metaagent.policy.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// The canonical form of JSON (RFC 8785, JSON Canonicalization Scheme): keys in the order of their
/// UTF-16 code units, numbers as ECMAScript prints them, no spaces.
public final class Canonical {

  private Canonical() {}

  /// Throws IllegalArgumentException for what has no canonical form: numbers that are not finite,
  /// texts with an unpaired surrogate, values that are not plain.
  public static String text(@Nullable Object value) {
    return new JsonWriter(true).write(value);
  }

  /// The canonical form in UTF-8, as it is signed.
  public static byte[] bytes(@Nullable Object value) {
    return text(value).getBytes(UTF_8);
  }
}
