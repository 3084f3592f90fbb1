package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;

/// Examines the value after the name of a field: passwords, keys and names of people in JSON, in
/// settings, in addresses and in printed objects.
final class FieldScan {

  private static final int LONGEST_NAME = 48;
  private static final int LONGEST_VALUE = 4_096;
  private static final int NEAR = 400;
  private static final String[] CONTACTS = {
    "email", "e-mail", "phone", "mobile", "phone_number", "email_address"
  };

  private final Scan scan;
  private int from;
  private int to;

  FieldScan(Scan scan) {
    this.scan = scan;
  }

  /// Looks at a colon or an equals sign; answers the end of what was found, or -1.
  int at(int sign) {
    if (!name(sign)) {
      return -1;
    }
    char[] text = scan.text();
    if (to - from == 5 && Letters.matches(text, to, from, "value") && !nameOfPair(text)) {
      return -1;
    }
    boolean possible = Vocabulary.secretEnd(Vocabulary.ending(text[to - 2], text[to - 1]));
    int flags = possible ? Vocabulary.field(text, from, to) : 0;
    boolean secret = (flags & (Vocabulary.PASSWORD | Vocabulary.KEY)) != 0;
    boolean person = !secret && scan.names().holds(text, from, to);
    boolean name = !secret && !person && to - from == 4 && Letters.matches(text, to, from, "name");
    return secret || person || name ? value(sign, flags, person) : -1;
  }

  /// Reads the name before a sign into `from` and `to`.
  private boolean name(int sign) {
    char[] text = scan.text();
    int end = sign;
    while (end > 0 && text[end - 1] == ' ' && sign - end < 3) {
      end--;
    }
    boolean quoted = end > 0 && (text[end - 1] == '"' || text[end - 1] == '\'');
    char quote = quoted ? text[--end] : 0;
    int start = end;
    int earliest = Math.max(0, end - LONGEST_NAME);
    while (start > earliest && part(text[start - 1], quoted, quote)) {
      start--;
    }
    from = start;
    to = end;
    return end - start > 1;
  }

  /// Reads the name of a pair into `from` and `to`: `{"name":"password","value":"x"}`.
  private boolean nameOfPair(char[] text) {
    int at = from - 1;
    if (at < 0 || text[at] != '"') {
      return false;
    }
    int end = before(text, at, ',');
    if (end < 1 || text[end - 1] != '"') {
      return false;
    }
    int start = end - 1;
    while (start > 0 && end - start < LONGEST_NAME && text[start - 1] != '"') {
      start--;
    }
    from = start;
    to = end - 1;
    return to - from > 1;
  }

  /// Where the text before a sign and the blanks around it ends.
  private static int before(char[] text, int end, char sign) {
    int at = end;
    while (at > 0 && text[at - 1] <= ' ' && end - at < 24) {
      at--;
    }
    if (at == 0 || text[at - 1] != sign) {
      return -1;
    }
    at--;
    while (at > 0 && text[at - 1] <= ' ' && end - at < 48) {
      at--;
    }
    return at;
  }

  private static boolean part(char c, boolean quoted, char quote) {
    return Letters.word(c) || c == '-' || (quoted && c != quote && (c == ' ' || c == '.'));
  }

  /// The meaning of the name of the field of a value; 0 if there is none.
  int said(int start) {
    char[] text = scan.text();
    int at = start;
    if (at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'')) {
      at--;
    }
    while (at > 0 && text[at - 1] == ' ' && start - at < 4) {
      at--;
    }
    boolean sign = at > 0 && (text[at - 1] == ':' || text[at - 1] == '=');
    return sign && name(at - 1) ? Vocabulary.field(text, from, to) : 0;
  }

  private int value(int sign, int flags, boolean person) {
    char[] text = scan.text();
    int length = scan.length();
    // password = x, password => x, password := x
    boolean arrow = sign + 1 < length && (text[sign + 1] == (text[sign] == '=' ? '>' : '='));
    boolean setting = arrow || text[sign] == '=';
    int start = arrow ? sign + 2 : sign + 1;
    while (start < length && text[start] == ' ' && start - sign < 5) {
      start++;
    }
    if (start >= length) {
      return -1;
    }
    boolean quoted = text[start] == '"' || text[start] == '\'';
    int first = quoted ? start + 1 : start;
    int last = quoted ? closing(start) : bareEnd(first, setting);
    if (last <= first || last - first > LONGEST_VALUE || text[first] == '<') {
      return -1;
    }
    if ((flags & Vocabulary.PASSWORD) != 0) {
      return password(first, last, quoted, setting);
    }
    if ((flags & Vocabulary.KEY) != 0) {
      return key(first, last);
    }
    boolean named =
        person ? quoted && looksNamed(text, first, last) : quoted && inPerson(first, last);
    return named ? found(DataClass.PERSON_NAME, first, last) : -1;
  }

  private int found(DataClass kind, int start, int end) {
    scan.found(kind, start, end);
    return end;
  }

  /// The quote that ends a value: the same one, escaped as often.
  private int closing(int quote) {
    char[] text = scan.text();
    int width = scan.width(quote);
    int most = Math.min(scan.length(), quote + LONGEST_VALUE);
    for (int i = quote + 1; i < most; i++) {
      if (text[i] == text[quote] && scan.width(i) == width) {
        return i;
      }
    }
    return most;
  }

  private int bareEnd(int start, boolean setting) {
    char[] text = scan.text();
    int at = start;
    int most = Math.min(scan.length(), start + LONGEST_VALUE + 1);
    while (at < most
        && text[at] > ' '
        && (setting ? "&;,\"'<>)}" : ",;\"'<>)}]").indexOf(text[at]) < 0) {
      at++;
    }
    return at;
  }

  private int password(int start, int end, boolean quoted, boolean setting) {
    char[] text = scan.text();
    if (end - start < (quoted || setting ? 3 : 6) || Secrets.placeholder(text, start, end)) {
      return -1;
    }
    boolean distinctive = setting;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if ((c <= ' ' && i - start < 24 && quoted) || c == '(' || c == '{' || c == '[') {
        return -1;
      }
      distinctive |= !Letters.is(c, Letters.LOWER | Letters.UPPER) && c < 128;
    }
    boolean word = Secrets.reserved(text, start, end);
    return !word && (distinctive || (quoted && end - start >= 6))
        ? found(DataClass.PASSWORD, start, end)
        : -1;
  }

  private int key(int start, int end) {
    char[] text = scan.text();
    int first = start;
    for (String scheme :
        new String[] {"Bearer ", "bearer ", "Basic ", "basic ", "Token ", "token "}) {
      if (Letters.matches(text, end, start, scheme)) {
        first = start + scheme.length();
      }
    }
    for (int i = first; i < end; i++) {
      if (text[i] <= ' ' || text[i] == '(' || text[i] == '{' || text[i] == '<' || text[i] > 126) {
        return -1;
      }
    }
    int size = end - first;
    return size >= 16 && !Secrets.placeholder(text, first, end) && Secrets.random(text, first, end)
        ? scan.secretIn(first, end, first > start)
        : -1;
  }

  /// A name has letters, few words and no signs of code.
  private static boolean looksNamed(char[] text, int start, int end) {
    if (end - start > 80) {
      return false;
    }
    boolean letter = false;
    for (int i = start; i < end; i++) {
      char c = text[i];
      letter |= Letters.word(c) && !Letters.digit(c);
      if ("{}[]<>=\\/$_@|\n".indexOf(c) >= 0) {
        return false;
      }
    }
    return letter && !Secrets.reserved(text, start, end);
  }

  /// `name` names a person where the same object holds an e-mail address or a phone number.
  private boolean inPerson(int start, int end) {
    char[] text = scan.text();
    boolean capital = Character.isUpperCase(text[start]);
    int blanks = 0;
    for (int i = start; i < end; i++) {
      blanks += text[i] == ' ' ? 1 : 0;
    }
    return capital
        && blanks >= 1
        && blanks <= 4
        && looksNamed(text, start, end)
        && (beside(start, -1) || beside(end, 1));
  }

  /// Whether a field beside this place, in the same object, is an e-mail address or a phone number.
  private boolean beside(int place, int step) {
    char[] text = scan.text();
    int depth = 0;
    for (int i = place; i >= 0 && i < scan.length() && Math.abs(i - place) < NEAR; i += step) {
      char c = text[i];
      boolean in = step > 0 ? c == '{' || c == '[' : c == '}' || c == ']';
      boolean out = step > 0 ? c == '}' || c == ']' : c == '{' || c == '[';
      if (in) {
        depth++;
      } else if (out && --depth < 0) {
        return false;
      } else if (depth == 0 && c == ':' && (i > 4) && contact(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contact(char[] text, int colon) {
    int end = colon - 1;
    while (end > 0 && (text[end] == '"' || text[end] == '\'' || text[end] == ' ')) {
      end--;
    }
    if ("lers".indexOf(text[end]) < 0) {
      return false;
    }
    for (String field : CONTACTS) {
      if (Letters.matches(text, end + 1, end + 1 - field.length(), field)) {
        return true;
      }
    }
    return false;
  }
}
