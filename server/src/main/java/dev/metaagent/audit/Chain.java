package dev.metaagent.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The hash that ties an entry to the one before it: SHA-256 over the previous hash, the
/// organization, the position, the time in microseconds and each text behind its length.
final class Chain {

  /// What the first entry of an organization follows.
  static final String START = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();

  private Chain() {}

  static String hash(String previous, String organization, long id, Instant at, Change change) {
    MessageDigest digest = sha256();
    digest.update(HEX.parseHex(previous));
    text(digest, organization);
    number(digest, id);
    number(digest, Math.addExact(at.getEpochSecond() * 1_000_000, at.getNano() / 1_000));
    text(digest, change.actor());
    text(digest, change.action());
    text(digest, change.subject());
    text(digest, change.reason());
    text(digest, change.details());
    return HEX.formatHex(digest.digest());
  }

  private static void number(MessageDigest digest, long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void text(MessageDigest digest, @Nullable String text) {
    if (text == null) {
      number(digest, -1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
