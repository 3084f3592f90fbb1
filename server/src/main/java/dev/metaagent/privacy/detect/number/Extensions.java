package dev.metaagent.privacy.detect.number;

import dev.metaagent.privacy.detect.text.Letters;

/// The extension behind a phone number: `x123`, `ext. 45`, `;ext=45`, `#45`, `Durchwahl 12`.
public final class Extensions {

  private static final int MOST_DIGITS = 6;
  private static final String[] NAMES = {
    "extension",
    "extensión",
    "extn",
    "ext",
    "ex",
    "x",
    "durchwahl",
    "apparat",
    "app",
    "dw",
    "poste",
    "post",
    "interno",
    "int",
    "anexo",
    "ramal",
    "toestel",
    "tst",
    "wewn",
    "wew",
    "anknytning",
    "lok",
    "klapka",
    "доб",
    "внутр",
    "內線",
    "内线",
    "内線"
  };

  private Extensions() {}

  /// The end of an extension that follows a number which ends here, or that end.
  public static int end(char[] text, int length, int end) {
    int at = end;
    while (at < length && at - end < 3 && " ,;-(/".indexOf(text[at]) >= 0) {
      at++;
    }
    boolean glued = at == end;
    int name = name(text, length, at);
    if (name < 0) {
      return end;
    }
    int first = name;
    while (first < length && first - name < 3 && ". :=#".indexOf(text[first]) >= 0) {
      first++;
    }
    int last = first;
    while (last < length && last - first <= MOST_DIGITS && Letters.digit(text[last])) {
      last++;
    }
    boolean known =
        !glued || name - at > 1 || text[at] == 'x' || text[at] == 'X' || text[at] == '#';
    boolean whole =
        last > first && last - first <= MOST_DIGITS && known && edge(text, length, last);
    return !whole ? end : closed(text, length, end, last) ? last + 1 : last;
  }

  /// Whether a letter behind digits begins an extension: `0123x45`.
  public static boolean glued(char[] text, int length, int end) {
    if (end + 1 >= length) {
      return false;
    }
    char first = Letters.lower(text[end]);
    boolean possible =
        first == 'x'
            ? Letters.digit(text[end + 1])
            : first == 'e' && Letters.lower(text[end + 1]) == 'x';
    return possible && end(text, length, end) > end;
  }

  private static int name(char[] text, int length, int at) {
    if (at >= length) {
      return -1;
    }
    if (text[at] == '#') {
      return at + 1;
    }
    for (String name : NAMES) {
      if (begins(text, length, at, name)) {
        int to = at + name.length();
        boolean whole = to < length && (!Letters.word(text[to]) || Letters.digit(text[to]));
        if (whole) {
          return to;
        }
      }
    }
    return -1;
  }

  private static boolean begins(char[] text, int length, int at, String lower) {
    if (at + lower.length() > length) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if (Letters.lower(text[at + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean edge(char[] text, int length, int at) {
    return at >= length || !Letters.joins(text[at]);
  }

  /// Whether a bracket that opened before the extension closes behind it.
  private static boolean closed(char[] text, int length, int from, int to) {
    if (to >= length || text[to] != ')') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[i] == '(') {
        return true;
      }
    }
    return false;
  }
}
