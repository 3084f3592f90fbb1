package dev.metaagent.privacy.detect.number;

import dev.metaagent.privacy.detect.text.Letters;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Addresses of crypto wallets: Bitcoin by its checksums, Ethereum by its form.
public final class Wallets {

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Wallets() {}

  /// Whether a word is a wallet.
  public static boolean is(char[] text, int start, int end) {
    int size = end - start;
    char first = text[start];
    if (first == '0') {
      return size == 42 && text[start + 1] == 'x' && Letters.all(text, start + 2, end, Letters.HEX);
    }
    if (first == 'b' || first == 'B') {
      return size >= 42 && size <= 62 && bech32(text, start, end);
    }
    return (first == '1' || first == '3') && size >= 26 && size <= 35 && base58(text, start, end);
  }

  private static boolean base58(char[] text, int start, int end) {
    byte[] bytes = new byte[25];
    for (int i = start; i < end; i++) {
      int carry = BASE58.indexOf(text[i]);
      if (carry < 0) {
        return false;
      }
      for (int j = 24; j >= 0; j--) {
        carry += 58 * (bytes[j] & 0xFF);
        bytes[j] = (byte) carry;
        carry >>>= 8;
      }
      if (carry != 0) {
        return false;
      }
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] check = sha.digest(sha.digest(Arrays.copyOf(bytes, 21)));
      return Arrays.equals(Arrays.copyOf(check, 4), Arrays.copyOfRange(bytes, 21, 25));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean bech32(char[] text, int start, int end) {
    if (Letters.lower(text[start + 1]) != 'c' || text[start + 2] != '1') {
      return false;
    }
    int check = 1;
    int[] prefix = {3, 3, 0, 2, 3};
    for (int value : prefix) {
      check = step(check, value);
    }
    for (int i = start + 3; i < end; i++) {
      int value = BECH32.indexOf(Letters.lower(text[i]));
      if (value < 0) {
        return false;
      }
      check = step(check, value);
    }
    return check == 1 || check == 0x2bc830a3;
  }

  private static int step(int check, int value) {
    int top = check >>> 25;
    int next = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < 5; i++) {
      if ((top >>> i & 1) == 1) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }
}
