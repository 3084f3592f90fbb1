package dev.metaagent.access.secrets;

import dev.metaagent.kernel.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A secret token as its holder sends it: `ma_<organization>_<id>_<secret>` is an API key. The
/// organization is known before the look-up; the secret has 238 random bits and is stored only as a
/// hash.
public record SecretToken(Kind kind, OrganizationId organization, String id, String secret) {

  /// The kind of a token.
  public enum Kind {
    /// the API, for an agent or a tool
    KEY("ma_"),
    /// the API, for the browser of a member
    SESSION("mas_"),
    /// the choice of a password, once
    LINK("mal_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    public String prefix() {
      return prefix;
    }
  }

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{32})_([0-9A-Za-z]{8,32})_([0-9A-Za-z]{20,80})");
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_LENGTH = 10;
  private static final int SECRET_LENGTH = 40;

  public static SecretToken random(Kind kind, OrganizationId organization, SecureRandom random) {
    return random(kind, organization, word(random, ID_LENGTH), random);
  }

  /// A new secret for a thing that has an id.
  public static SecretToken random(
      Kind kind, OrganizationId organization, String id, SecureRandom random) {
    return new SecretToken(kind, organization, id, word(random, SECRET_LENGTH));
  }

  public static Optional<SecretToken> parse(Kind kind, String text) {
    if (!text.startsWith(kind.prefix())) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(text.substring(kind.prefix().length()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    OrganizationId organization = new OrganizationId(uuid(matcher.group(1)));
    return Optional.of(new SecretToken(kind, organization, matcher.group(2), matcher.group(3)));
  }

  /// A UUID from its 32 hexadecimal digits.
  public static UUID uuid(String hex) {
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }

  /// SHA-256 of the secret in hex: what is stored.
  public String secretHash() {
    return Sha256.hex(secret);
  }

  /// Whether a stored hash is the one of this secret, in a time that does not depend on where they
  /// differ.
  public boolean fits(String storedHash) {
    return MessageDigest.isEqual(
        secretHash().getBytes(StandardCharsets.US_ASCII),
        storedHash.getBytes(StandardCharsets.US_ASCII));
  }

  private static String word(SecureRandom random, int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  /// The whole token, to be shown once.
  public String reveal() {
    return kind.prefix() + hex(organization.value()) + "_" + id + "_" + secret;
  }

  /// A UUID as 32 hexadecimal digits.
  public static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  @Override
  public String toString() {
    return kind.prefix() + id + "_…";
  }
}
