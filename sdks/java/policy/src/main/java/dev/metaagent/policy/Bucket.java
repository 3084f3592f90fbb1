package dev.metaagent.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Assigns a unit to a fixed place between 0 and 1, evenly and independently for each salt.
public final class Bucket {

  private Bucket() {}

  /// In [0, 1): (first 8 bytes, big-endian, of SHA-256(salt ∥ 0x00 ∥ unit) >>> 11) / 2^53.
  public static double of(String salt, String unit) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(salt.getBytes(UTF_8));
      hash.update((byte) 0);
      hash.update(unit.getBytes(UTF_8));
      return (ByteBuffer.wrap(hash.digest()).getLong() >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
