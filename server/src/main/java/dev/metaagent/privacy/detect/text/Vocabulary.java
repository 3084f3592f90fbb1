package dev.metaagent.privacy.detect.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What words say about the value beside them: the word before a number, or the name of a field.
public final class Vocabulary {

  public static final int PHONE = 1;

  /// nouns that go with a number to call without naming it
  public static final int CALL = 1 << 1;

  public static final int CARD = 1 << 2;
  public static final int SSN = 1 << 3;
  public static final int NATIONAL = 1 << 4;
  public static final int PASSPORT = 1 << 5;
  public static final int LICENCE = 1 << 6;
  public static final int IP = 1 << 7;
  public static final int VERSION = 1 << 8;

  /// the value identifies things: ids, hashes, counts, times
  public static final int ID = 1 << 9;

  public static final int PASSWORD = 1 << 10;
  public static final int KEY = 1 << 11;

  /// verbs of calling
  public static final int DIAL = 1 << 12;

  /// things that have numbers of their own: orders, tickets, accounts, places
  public static final int THING = 1 << 13;

  /// kinds of streets, which follow the number of a house
  public static final int STREET = 1 << 14;

  /// words that introduce the name of a person
  public static final int PERSON = 1 << 15;

  /// any word that speaks of phones or calls
  public static final int SPOKEN = PHONE | CALL | DIAL;

  public static final int LABELS =
      PHONE | CALL | DIAL | CARD | SSN | NATIONAL | PASSPORT | LICENCE | IP;

  private static final int WINDOW = 48;
  private static final int SIZE = 8192;
  private static final boolean[] SECRET_ENDS = new boolean[1024];
  private static final long[] HASHES = new long[SIZE];
  private static final int[] FLAGS = new int[SIZE];

  static {
    Wordlists.all().forEach(Vocabulary::put);
  }

  private Vocabulary() {}

  public static final long SEED = 0xCBF29CE484222325L;

  public static long hash(long before, char lower) {
    return (before ^ lower) * 0x100000001B3L;
  }

  public static long hash(String word) {
    long hash = SEED;
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, Letters.lower(word.charAt(i)));
    }
    return hash;
  }

  private static void put(int flag, String words) {
    for (String word : List.of(words.strip().split("\\s+"))) {
      if ((flag & (PASSWORD | KEY)) != 0) {
        SECRET_ENDS[ending(word.charAt(word.length() - 2), word.charAt(word.length() - 1))] = true;
      }
      long hash = hash(word);
      int slot = slot(hash);
      while (HASHES[slot] != 0 && HASHES[slot] != hash) {
        slot = (slot + 1) & (SIZE - 1);
      }
      HASHES[slot] = hash;
      FLAGS[slot] |= flag;
    }
  }

  private static int slot(long hash) {
    return (int) (hash ^ hash >>> 29) & (SIZE - 1);
  }

  private static int flags(long hash) {
    int slot = slot(hash);
    while (HASHES[slot] != 0) {
      if (HASHES[slot] == hash) {
        return FLAGS[slot];
      }
      slot = (slot + 1) & (SIZE - 1);
    }
    return 0;
  }

  /// Two last letters, whatever their case, as a small number.
  public static int ending(char second, char last) {
    return (second & 31) << 5 | (last & 31);
  }

  /// Whether a name that ends like this may name a secret: asked for every field, answered at once.
  public static boolean secretEnd(int ending) {
    return SECRET_ENDS[ending];
  }

  /// What the words before a place say, alone and in pairs.
  public static int before(char[] text, int end) {
    int from = Math.max(0, end - WINDOW);
    while (from > 0 && from < end && Letters.word(text[from - 1]) && Letters.word(text[from])) {
      from++;
    }
    return words(text, from, end);
  }

  /// What the first word after a place says, and the next ones where a verb comes first: `555 0123
  /// is my mobile`.
  public static int after(char[] text, int start, int length) {
    int from = start;
    while (from < length && from < start + 3 && " -,(;/".indexOf(text[from]) >= 0) {
      from++;
    }
    int to = from;
    while (to < length && to < from + 16 && Letters.word(text[to])) {
      to++;
    }
    int first = words(text, from, to) & SPOKEN;
    boolean verb =
        to - from >= 2 && to - from <= 3 && VERBS.contains(new String(text, from, to - from));
    return verb ? words(text, to, rest(text, to, length)) & PHONE : first;
  }

  private static final Set<String> VERBS = Set.of("is", "was", "ist", "est", "es", "som");

  /// Where the next few words end: at the end of the line or of the sentence at the latest.
  private static int rest(char[] text, int from, int length) {
    int to = from;
    while (to < length && to < from + 24 && ",.;:!?\n(".indexOf(text[to]) < 0) {
      to++;
    }
    return to;
  }

  /// What the words right after a place say on the same line.
  public static int following(char[] text, int start, int length) {
    return words(text, start, rest(text, start, length));
  }

  /// What the nearest words before a place say of those that speak of phones, calls or other
  /// things. Things count within three words, calls within five that say nothing else.
  public static int near(char[] text, int end) {
    int earliest = Math.max(0, end - WINDOW);
    int last = end;
    int at = end;
    boolean fillers = true;
    for (int between = 0; between < FAR; between++) {
      while (at > earliest && !Letters.word(text[at - 1]) && text[at - 1] != '\n') {
        at--;
      }
      int to = at;
      while (at > earliest && Letters.word(text[at - 1]) && !Letters.unspaced(text[at - 1])) {
        at--;
      }
      if (at == to || Letters.digit(text[at])) {
        return 0;
      }
      int flags = words(text, at, last) & (PHONE | DIAL | (between < NEAR ? THING : 0));
      if (flags != 0) {
        boolean asks = (flags & DIAL) != 0 && fillers && (between > 0 || asks(text, at));
        return flags | (between == 0 ? BESIDE : 0) | (asks ? ASKS : 0);
      }
      fillers &= FILLERS.contains(lower(text, at, to));
      last = at;
    }
    return 0;
  }

  private static final int NEAR = 3;
  private static final int FAR = 5;

  /// the word stands right before the place
  public static final int BESIDE = 1 << 24;

  /// somebody is asked to call: `call me at`, `please dial`
  public static final int ASKS = 1 << 25;

  private static final Set<String> FILLERS =
      Set.of(
          "me", "us", "him", "her", "them", "at", "on", "back", "my", "our", "the", "to", "number",
          "direct", "sie", "uns", "mich", "mir", "bitte", "unter", "an", "gerne", "au", "le", "la",
          "nous", "moi", "al", "el", "lo", "nos", "número", "numéro", "nummer", "no", "na", "op",
          "på", "het");

  private static final Set<String> POLITE =
      Set.of(
          "please", "can", "to", "or", "and", "you", "just", "then", "us", "them", "him", "her",
          "me", "bitte", "oder", "und", "ou", "et", "o", "y");

  /// Whether a verb asks for something: it begins a sentence, or follows a word like `please`.
  private static boolean asks(char[] text, int verb) {
    int at = verb;
    while (at > 0 && text[at - 1] == ' ' && verb - at < 3) {
      at--;
    }
    if (at == 0 || ".!?:;,\n\"'>(".indexOf(text[at - 1]) >= 0) {
      return true;
    }
    int from = at;
    while (from > 0 && Letters.word(text[from - 1]) && at - from < 8) {
      from--;
    }
    return from < at && POLITE.contains(lower(text, from, at));
  }

  private static String lower(char[] text, int from, int to) {
    return to - from > 8 ? "" : new String(text, from, to - from).toLowerCase(Locale.ROOT);
  }

  private static int words(char[] text, int from, int to) {
    int flags = 0;
    long pair = SEED;
    long word = SEED;
    int letters = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (Letters.unspaced(c)) {
        flags |= unspaced(text, from, i);
        pair = SEED;
        word = SEED;
        letters = 0;
      } else if (Letters.word(c) && c != '_') {
        boolean hump =
            letters > 0 && Letters.is(c, Letters.UPPER) && Letters.is(text[i - 1], Letters.LOWER);
        if (hump) {
          flags |= flags(word) | flags(pair);
          pair = word;
          word = SEED;
        }
        char lower = Letters.lower(c);
        word = hash(word, lower);
        pair = hash(pair, lower);
        letters++;
      } else if (letters > 0) {
        flags |= flags(word) | flags(pair);
        pair = word;
        word = SEED;
        letters = 0;
      }
    }
    return letters > 0 ? flags | flags(word) | flags(pair) : flags;
  }

  /// What two to five characters that end here say, in writing without blanks.
  private static int unspaced(char[] text, int from, int last) {
    int flags = 0;
    for (int size = 2; size <= 5 && last - size + 1 >= from; size++) {
      long hash = SEED;
      for (int i = last - size + 1; i <= last; i++) {
        hash = hash(hash, text[i]);
      }
      flags |= flags(hash);
    }
    return flags;
  }

  /// What the name of a field says about its value: labels anywhere in it; that it is an id or a
  /// secret only at its end. An empty name says nothing.
  public static int field(char[] text, int from, int to) {
    if (from == to) {
      return 0;
    }
    int labels = words(text, from, to) & LABELS;
    boolean named = (labels & ~(CALL | DIAL)) != 0;
    int last = to - 1;
    while (last > from && !boundary(text, from, last)) {
      last--;
    }
    int ends = (words(text, last, to) & (ID | VERSION | PASSWORD)) | keyAtEnd(text, from, to);
    return named && (ends & ID) != 0 ? labels | (ends & ~ID) : labels | ends;
  }

  /// Whether a word begins here.
  private static boolean boundary(char[] text, int from, int at) {
    if (!Letters.word(text[at]) || text[at] == '_') {
      return true;
    }
    if (at == from) {
      return true;
    }
    char before = text[at - 1];
    return !Letters.word(before)
        || before == '_'
        || (Letters.is(text[at], Letters.UPPER) && Letters.is(before, Letters.LOWER));
  }

  /// Whether the last word, or the last two or three as one, name a key or token.
  private static int keyAtEnd(char[] text, int from, int to) {
    int starts = 0;
    int at = to;
    while (at > from && starts < 3) {
      at--;
      if (boundary(text, from, at) && Letters.word(text[at]) && text[at] != '_') {
        starts++;
        long hash = SEED;
        for (int i = at; i < to; i++) {
          if (Letters.word(text[i]) && text[i] != '_') {
            hash = hash(hash, Letters.lower(text[i]));
          }
        }
        int flags = flags(hash) & (KEY | PASSWORD);
        if (flags != 0) {
          return flags;
        }
      }
    }
    return 0;
  }
}
