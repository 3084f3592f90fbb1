package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An API key as its holder writes it: `ma_<organization>_<id>_<secret>`. The organization is known
/// before the look-up; the secret has 238 random bits and is stored only as a hash.
record KeyToken(OrganizationId organization, String id, String secret) {

  static final String PREFIX = "ma_";

  private static final Pattern FORM =
      Pattern.compile("ma_([0-9a-f]{32})_([0-9A-Za-z]{8,20})_([0-9A-Za-z]{20,80})");
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_LENGTH = 10;
  private static final int SECRET_LENGTH = 40;

  static KeyToken random(OrganizationId organization, SecureRandom random) {
    return new KeyToken(organization, word(random, ID_LENGTH), word(random, SECRET_LENGTH));
  }

  static Optional<KeyToken> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String hex = matcher.group(1);
    UUID organization =
        new UUID(
            Long.parseUnsignedLong(hex.substring(0, 16), 16),
            Long.parseUnsignedLong(hex.substring(16), 16));
    return Optional.of(
        new KeyToken(new OrganizationId(organization), matcher.group(2), matcher.group(3)));
  }

  /// SHA-256 of the secret in hex: what is stored.
  String secretHash() {
    return HexFormat.of().formatHex(sha256(secret));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String word(SecureRandom random, int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  /// The whole key, to be shown once.
  String reveal() {
    String hex = organization.toString().replace("-", "");
    return PREFIX + hex + "_" + id + "_" + secret;
  }

  @Override
  public String toString() {
    return PREFIX + id + "_…";
  }
}
