package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Names;
import dev.metaagent.privacy.detect.text.Vocabulary;
import java.util.Locale;

/// Names of people in European writing: words with a capital that are given or family names, or
/// that stand behind a title, a greeting or `my name is`. Names in other writing, and most names
/// that are in no list, are not found.
final class People {

  /// What the words before a name say.
  private enum Cue {
    NONE,
    /// a verb or preposition that people follow
    LIKELY,
    /// a greeting or a closing
    GREETED,
    /// `my name is`
    NAMED,
    TITLE
  }

  private static final int MOST = 5;
  private static final int LONGEST = 24;

  private final Scan scan;
  private final int[] starts = new int[MOST];
  private final int[] ends = new int[MOST];
  private final int[] flags = new int[MOST];
  private int count;
  private char[] text = new char[0];
  private int length;

  People(Scan scan) {
    this.scan = scan;
  }

  /// Looks at a word; answers the end of a name that begins with it, or -1.
  int at(int start) {
    text = scan.text();
    length = scan.length();
    if (!Character.isUpperCase(text[start]) || !leftEdge(start)) {
      return -1;
    }
    if (PeopleWords.TITLES.contains(word(start) < 0 ? "" : before(word(start)))) {
      return -1;
    }
    read(start);
    if (count == 0) {
      return -1;
    }
    int size = size(cue(start));
    if (size == 0) {
      return -1;
    }
    int end = suffix(ends[size - 1]);
    scan.found(DataClass.PERSON, starts[0], end);
    return end;
  }

  /// The end of what follows some names: `II`, `Jr.`, `PhD`.
  private int suffix(int end) {
    int at = end;
    while (at < length && at - end < 2 && (text[at] == ' ' || text[at] == ',')) {
      at++;
    }
    int to = at;
    while (to < length && to - at < 4 && Character.isLetter(text[to])) {
      to++;
    }
    if (at == end || to == at || !PeopleWords.SUFFIXES.contains(new String(text, at, to - at))) {
      return end;
    }
    return to < length && text[to] == '.' && text[to - 1] == 'r' ? to + 1 : to;
  }

  private boolean leftEdge(int start) {
    if (start == 0) {
      return true;
    }
    char before = text[start - 1];
    return before <= ' ' || "\"'(,:;>[{*“‘»«—–¿¡|!?".indexOf(before) >= 0;
  }

  /// Reads the words with capitals that begin here, up to a sign or a word without one.
  private void read(int start) {
    count = 0;
    int at = start;
    while (count < MOST) {
      int end = word(at);
      if (end < 0) {
        return;
      }
      if (count > 0 && PeopleWords.SUFFIXES.contains(new String(text, at, end - at))) {
        return;
      }
      starts[count] = at;
      ends[count] = end;
      flags[count++] = Names.flags(text, at, end);
      int next = next(end, end - at == 1);
      if (next < 0) {
        return;
      }
      at = next;
    }
  }

  /// The end of a word with a capital, or -1.
  private int word(int start) {
    if (start >= length || !Character.isUpperCase(text[start])) {
      return -1;
    }
    int at = start + 1;
    int small = 0;
    while (at < length && at - start < LONGEST) {
      char c = text[at];
      boolean joint =
          (c == '\'' || c == '’' || c == '-')
              && at + 2 < length
              && Character.isLetter(text[at + 1])
              && Character.isLetter(text[at + 2]);
      if (!Character.isLetter(c) && !joint) {
        break;
      }
      small += Character.isLowerCase(c) ? 1 : 0;
      at++;
    }
    boolean part =
        at < length
            && (Letters.word(text[at])
                || text[at] == '@'
                || text[at] == '/'
                || text[at] == '='
                || text[at] == '('
                || text[at] == '{');
    boolean dotted = at + 1 < length && text[at] == '.' && Letters.word(text[at + 1]);
    boolean shouted = small == 0 && at - start > 1;
    return part || dotted || shouted || humps(start, at) ? -1 : at;
  }

  /// Whether a capital stands inside, as in words of code: not behind a joint, `Mc` or `Mac`.
  private boolean humps(int start, int end) {
    for (int i = start + 1; i < end; i++) {
      boolean inside = Character.isUpperCase(text[i]) && Character.isLowerCase(text[i - 1]);
      if (inside && !(text[start] == 'M' && text[i - 1] == 'c' && i - start <= 3)) {
        return true;
      }
    }
    return false;
  }

  /// Where the next word of a name begins behind one blank, behind the full stop of an initial, or
  /// behind a particle.
  private int next(int end, boolean initial) {
    int at = initial && end < length && text[end] == '.' ? end + 1 : end;
    if (at + 1 >= length || text[at] != ' ') {
      return -1;
    }
    at++;
    for (int particles = 0; particles < 3; particles++) {
      if (at < length && Character.isUpperCase(text[at])) {
        return at;
      }
      int to = at;
      while (to < length && to - at < 6 && Letters.is(text[to], Letters.LOWER)) {
        to++;
      }
      if (to >= length
          || text[to] != ' '
          || !PeopleWords.PARTICLES.contains(new String(text, at, to - at))) {
        return -1;
      }
      at = to + 1;
    }
    return -1;
  }

  /// How many of the words are the name of a person.
  private int size(Cue cue) {
    int size = 0;
    while (size < count && (flags[size] & Names.THING) == 0 && size < 4) {
      size++;
    }
    boolean thing = size < count && (flags[size] & Names.THING) != 0 && size < 4;
    while (size > 0 && ends[size - 1] - starts[size - 1] == 1) {
      size--;
    }
    if (size == 0) {
      return 0;
    }
    return switch (cue) {
      case TITLE -> Math.min(size, 3);
      case NAMED -> thing ? 0 : Math.min(size, 3);
      case GREETED -> thing ? 0 : greeted(size);
      case LIKELY, NONE -> thing || street() ? 0 : listed(size, cue == Cue.LIKELY);
    };
  }

  private int greeted(int size) {
    boolean known = (flags[0] & (Names.GIVEN | Names.FAMILY)) != 0;
    int end = ends[size - 1];
    boolean closed = end >= length || ",:!\n".indexOf(text[end]) >= 0;
    return known || (closed && size <= 2) ? Math.min(size, 3) : 0;
  }

  /// By the lists alone: a given name and what follows it, or a family name behind another word.
  private int listed(int size, boolean likely) {
    boolean given = (flags[0] & Names.GIVEN) != 0;
    boolean common = (flags[0] & Names.COMMON) != 0;
    int last = last(size);
    boolean family =
        last > 0 && (flags[last] & Names.FAMILY) != 0 && (flags[last] & Names.COMMON) == 0;
    if (size == 1) {
      return single(given && !common, likely) ? 1 : 0;
    }
    if (common) {
      return given && family ? last + 1 : 0;
    }
    if (size > 2 && initial(1)) {
      return last + 1;
    }
    if (given) {
      return last + 1;
    }
    return family ? last + 1 : 0;
  }

  /// A given name alone, that is no family name and no part of a longer title; either behind a word
  /// that people follow.
  private boolean single(boolean given, boolean likely) {
    boolean family = (flags[0] & Names.FAMILY) != 0;
    return likely ? given || family(0) : given && !family && !behindCapital();
  }

  /// Whether the word before has a capital that does not begin a sentence: `Los Angeles`.
  private boolean behindCapital() {
    int end = starts[0] - 1;
    if (end < 1 || text[end] != ' ' || !Character.isLetter(text[end - 1])) {
      return false;
    }
    int from = end;
    while (from > 0 && Character.isLetter(text[from - 1])) {
      from--;
    }
    return Character.isUpperCase(text[from])
        && from > 1
        && (text[from - 1] != ' ' || ".!?:".indexOf(text[from - 2]) < 0);
  }

  /// Whether a word is one letter and a full stop: `Ada K. Lovelace`.
  private boolean initial(int word) {
    return ends[word] - starts[word] == 1 && text[ends[word]] == '.';
  }

  private boolean family(int word) {
    return (flags[word] & (Names.FAMILY | Names.COMMON)) == Names.FAMILY;
  }

  /// The last word that may belong to the name.
  private int last(int size) {
    return Math.min(size, 3) - 1;
  }

  /// Whether the number of a house stands before or behind, or a word for a street before.
  private boolean street() {
    int end = ends[count - 1];
    boolean behind = end + 1 < length && text[end] == ' ' && Letters.digit(text[end + 1]);
    int at = starts[0];
    boolean before = at > 1 && text[at - 1] == ' ' && Letters.digit(text[at - 2]);
    boolean named =
        end + 1 < length
            && text[end] == ' '
            && (Vocabulary.following(text, end, Math.min(length, end + 9)) & Vocabulary.STREET)
                != 0;
    return behind || before || named;
  }

  /// What the word or two before say.
  private Cue cue(int start) {
    int at = start;
    boolean sign = false;
    boolean line = false;
    while (at > 0 && start - at < 6 && " \n:,.\"'-".indexOf(text[at - 1]) >= 0) {
      at--;
      sign |= text[at] == ':' || text[at] == ',';
      line |= text[at] == '\n';
    }
    boolean full = at < start && text[at] == '.';
    String word = before(at);
    if (word.isEmpty()) {
      return Cue.NONE;
    }
    if (PeopleWords.TITLES.contains(word) && !sign && !line) {
      return Cue.TITLE;
    }
    if (PeopleWords.CLOSINGS.contains(word) && (sign || line)) {
      return Cue.GREETED;
    }
    if (full || (line && !sign)) {
      return Cue.NONE;
    }
    if (word.equals("name") || word.equals("name's")) {
      return sign || word.length() > 4 ? Cue.NAMED : Cue.LIKELY;
    }
    boolean is = word.equals("is") || word.equals("ist");
    if (PeopleWords.NAMED.contains(word) || (is && before(back(at, word)).equals("name"))) {
      return Cue.NAMED;
    }
    if (PeopleWords.GREETINGS.contains(word) && !line) {
      return Cue.GREETED;
    }
    return PeopleWords.LIKELY.contains(word) ? Cue.LIKELY : Cue.NONE;
  }

  /// The word that ends here, in small letters; "" where there is none.
  private String before(int end) {
    int from = end;
    while (from > 0
        && end - from < 14
        && (Character.isLetter(text[from - 1]) || text[from - 1] == '\'')) {
      from--;
    }
    return new String(text, from, end - from).toLowerCase(Locale.ROOT);
  }

  private int back(int end, String word) {
    int at = end - word.length();
    while (at > 0 && text[at - 1] == ' ') {
      at--;
    }
    return at;
  }
}
