package dev.metaagent.privacy.detect.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Which words are names of people. Loaded when names are first looked for; about a megabyte.
public final class Names {

  public static final int GIVEN = 1;
  public static final int FAMILY = 2;

  /// a word of the language, a place or a product as well
  public static final int COMMON = 4;

  /// a word behind which or before which no person is meant: `Ltd`, `Street`, `Agent`
  public static final int THING = 8;

  private static final int SIZE = 1 << 17;
  private static final Names ALL = new Names();

  private final long[] hashes = new long[SIZE];
  private final byte[] flags = new byte[SIZE];

  private Names() {
    read("/names/given.txt", GIVEN);
    read("/names/family.txt", FAMILY);
    NameWords.COMMON.lines().forEach(line -> put(line, COMMON));
    NameWords.THINGS.lines().forEach(line -> put(line, THING));
  }

  /// What a word is.
  public static int flags(char[] text, int from, int to) {
    long hash = Vocabulary.SEED;
    for (int i = from; i < to; i++) {
      hash = Vocabulary.hash(hash, Letters.lower(text[i]));
    }
    return ALL.find(hash);
  }

  private int find(long hash) {
    int slot = slot(hash);
    while (hashes[slot] != 0) {
      if (hashes[slot] == hash) {
        return flags[slot];
      }
      slot = (slot + 1) & (SIZE - 1);
    }
    return 0;
  }

  private void read(String resource, int flag) {
    try (InputStream file = Names.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> put(line, flag));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String line, int flag) {
    for (String word : line.strip().split(" ", -1)) {
      long hash = Vocabulary.hash(word);
      int slot = slot(hash);
      while (hashes[slot] != 0 && hashes[slot] != hash) {
        slot = (slot + 1) & (SIZE - 1);
      }
      hashes[slot] = hash;
      flags[slot] |= (byte) flag;
    }
  }

  private static int slot(long hash) {
    return (int) (hash ^ hash >>> 31) & (SIZE - 1);
  }
}
