package dev.metaagent.bench.traffic;

import java.nio.charset.StandardCharsets;

/// Text that compresses like text: words drawn from a vocabulary by a seed; equal seeds give equal
/// text.
public final class Words {

  private static final byte[][] VOCABULARY = vocabulary();

  private Words() {}

  private static byte[][] vocabulary() {
    String[] beginnings = {
      "or", "ship", "re", "cus", "tra", "pay", "deli", "con", "pro", "ac", "in", "ex", "mo", "ser",
      "li", "bo"
    };
    String[] middles = {
      "der", "ment", "fund", "tom", "ck", "ver", "firm", "duct", "count", "voice", "port", "dul",
      "vic", "mit", "ok", "ar"
    };
    String[] ends = {"", "s", "ing", "ed", "er", "ly", "able", "al"};
    byte[][] words = new byte[beginnings.length * middles.length * ends.length][];
    int next = 0;
    for (String beginning : beginnings) {
      for (String middle : middles) {
        for (String end : ends) {
          words[next++] = (beginning + middle + end + " ").getBytes(StandardCharsets.US_ASCII);
        }
      }
    }
    return words;
  }

  /// Fills {@code length} bytes of {@code target} with the words of a seed.
  static void fill(byte[] target, int length, long seed) {
    long state = seed;
    int at = 0;
    while (at < length) {
      state = mix(state + 0x9E3779B97F4A7C15L);
      byte[] word = VOCABULARY[(int) (state >>> 53) % VOCABULARY.length];
      int part = Math.min(word.length, length - at);
      System.arraycopy(word, 0, target, at, part);
      at += part;
    }
  }

  public static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
