package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.number.Extensions;
import dev.metaagent.privacy.detect.number.Wallets;
import dev.metaagent.privacy.detect.text.Escapes;
import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.View;
import dev.metaagent.privacy.detect.text.Vocabulary;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One pass over a text: words, digits and signs that may begin a finding are examined, everything
/// else is skipped. Reusable; not thread-safe.
public final class Scan {

  private static final byte STEP = 0;
  private static final byte WORD = 1;
  private static final byte SIGN = 2;
  private static final byte[] KINDS = new byte[128];

  static {
    for (char c = 0; c < 128; c++) {
      KINDS[c] = Letters.is(c, Letters.WORD) ? WORD : STEP;
    }
    for (char c : new char[] {'@', ':', '=', '-', '+', '<', '~'}) {
      KINDS[c] = SIGN;
    }
  }

  private final View view = new View();
  private final Findings findings = new Findings();
  private final NameKeys names;
  private final Numbers numbers = new Numbers(this);
  private final Networks networks = new Networks(this);
  private final Codes codes = new Codes(this);
  private final Secrets secrets = new Secrets(this);
  private final FieldScan fields = new FieldScan(this);
  private final Commands commands = new Commands(this);
  private final Statements statements = new Statements(this);
  private final Predicate<DataClass> wanted;
  private final @Nullable People people;
  private final @Nullable Encoded encoded;
  private int hints;

  /// @param wanted the classes that are looked for; the others may be found all the same
  public Scan(NameKeys names, Predicate<DataClass> wanted) {
    this(names, wanted, true);
  }

  private Scan(NameKeys names, Predicate<DataClass> wanted, boolean outer) {
    this.names = names;
    this.wanted = wanted;
    this.people = wanted.test(DataClass.PERSON) ? new People(this) : null;
    this.encoded = outer ? new Encoded(this) : null;
  }

  /// A scan of texts inside the text.
  Scan another() {
    return new Scan(names, wanted, false);
  }

  /// The first class among findings that is looked for; null if there is none.
  @Nullable DataClass first(Findings found) {
    for (int i = 0; i < found.size(); i++) {
      DataClass kind = DataClass.at(found.kind(i));
      if (wanted.test(kind)) {
        return kind;
      }
    }
    return null;
  }

  /// Scans a text.
  ///
  /// @param said what the name of its field says, in the words of {@link Vocabulary}
  public Findings of(String source, int said) {
    view.read(source);
    hints = said & (Vocabulary.LABELS | Vocabulary.ID | Vocabulary.VERSION);
    if (!through() && view.again(source)) {
      through();
    }
    return findings;
  }

  /// Scans the text; stops and answers false at a character that reads as another one.
  private boolean through() {
    findings.clear();
    char[] text = view.text;
    int length = view.length;
    int at = 0;
    while (at < length) {
      char c = text[at];
      int kind = c < 128 ? KINDS[c] : Letters.joins(c) ? WORD : STEP;
      if (kind == STEP) {
        if (c >= 128 && Escapes.rare(c)) {
          return false;
        }
        at++;
      } else if (kind == WORD) {
        at = word(text, length, at);
      } else {
        at = sign(text, length, at);
      }
    }
    return true;
  }

  private int word(char[] text, int length, int start) {
    int end = start + 1;
    while (end < length && Letters.joins(text[end])) {
      end++;
    }
    int found = -1;
    char first = text[start];
    char after = end < length ? text[end] : ' ';
    if (end - start > 1 || after != ' ') {
      found = secrets.at(start);
    }
    boolean token = end - start >= Encoded.SHORTEST;
    if (found < 0 && (token || after == '-' || after == '.')) {
      found = secrets.inside(start, end);
    }
    if (found < 0 && token && encoded != null) {
      found = encoded.at(start, end);
    }
    int size = end - start;
    if (found < 0 && (size == 2 || size == 3 || (size == 6 && first == 'l'))) {
      found = little(text, start, end, first);
    }
    if (found > 0) {
      return found;
    }
    if (Letters.digit(first)) {
      return digits(text, length, start, end);
    }
    if (end < length && (text[end] == ':' || text[end] == '-')) {
      found = networks.at(start, end);
      if (found < 0 && first == 'b' && Letters.matches(text, length, start, "bot")) {
        found = secrets.telegram(start + 3, end);
      }
    } else if (end < length && text[end] == '.' && end - start >= 14 && end - start < 29) {
      found = secrets.dotted(start, end);
    }
    if (found < 0 && Letters.is(first, Letters.UPPER) && start + 1 < length) {
      boolean code = Letters.is(text[start + 1], Letters.UPPER | Letters.DIGIT);
      found = code ? codes.capital(start, end) : -1;
    }
    if (found < 0
        && end - start > 3
        && Letters.digit(text[start + 2])
        && Letters.is(first, Letters.LOWER)) {
      found = codes.account(start);
    }
    if (found < 0 && people != null) {
      found = people.at(start);
    }
    if (found < 0 && first == 'b' && end - start > 40 && Wallets.is(text, start, end)) {
      found(DataClass.CRYPTO_WALLET, start, end);
    }
    return Math.max(found, end);
  }

  /// Words that say something about what stands around them: `is`, `at`.
  private int little(char[] text, int start, int end, char first) {
    return switch (first) {
      case 'i' -> end - start == 2 && text[start + 1] == 's' ? statements.sentence(start, end) : -1;
      case 'l' ->
          end - start == 6 && Letters.matches(text, end, start, "lautet")
              ? statements.sentence(start, end)
              : -1;
      case 'e' -> end - start <= 3 && text[end - 1] != 'e' ? statements.sentence(start, end) : -1;
      case 'a', 'A' ->
          end - start == 2 && (text[start + 1] | 32) == 't' ? Mail.spelled(this, start, end) : -1;
      default -> -1;
    };
  }

  private int digits(char[] text, int length, int start, int end) {
    int found = -1;
    char after = end < length ? text[end] : ' ';
    if (after == ':' || after == '-') {
      found = networks.at(start, end);
      if (found < 0 && after == ':' && end - start >= 8 && end - start <= 10) {
        found = secrets.telegram(start, end);
      }
    }
    if (found < 0 && end - start == 6 && (after == '-' || after == '+')) {
      found = codes.finnish(start);
    }
    if (found > 0) {
      return found;
    }
    if (!Letters.all(text, start, end, Letters.DIGIT) && !extended(text, length, start)) {
      if (end - start >= 26 && end - start < 63 && Wallets.is(text, start, end)) {
        found(DataClass.CRYPTO_WALLET, start, end);
        return end;
      }
      found = after == '.' && end - start == 14 ? secrets.dotted(start, end) : -1;
      if (found < 0 && end - start >= 6) {
        found = codes.digits(start, end);
      }
      return Math.max(found, end);
    }
    return Math.max(numbers.at(start), end);
  }

  /// 5550123x45
  private static boolean extended(char[] text, int length, int start) {
    int at = start;
    while (Letters.digit(text[at])) {
      at++;
    }
    return at - start >= 3 && Extensions.glued(text, length, at);
  }

  private int sign(char[] text, int length, int at) {
    int found = -1;
    switch (text[at]) {
      case '@' -> found = Mail.at(this, at, findings.size() == 0 ? 0 : token(text, at));
      case ':' -> {
        boolean address = at + 2 < length && text[at + 1] == '/' && text[at + 2] == '/';
        found = address ? secrets.address(at + 3) : fields.at(at);
      }
      case '=' -> found = fields.at(at);
      case '-' -> {
        found = secrets.privateKey(at);
        found = found < 0 ? commands.at(at) : found;
      }
      case '+' -> found = numbers.afterPlus(at);
      case '~' -> found = secrets.azure(at);
      case '<' -> {
        found = Pseudonyms.end(text, length, at);
        found = found < 0 ? statements.element(at) : found;
      }
      default -> {
        // no other sign begins anything
      }
    }
    return Math.max(found, at + 1);
  }

  /// How far back an address may begin: not inside a secret that was found.
  private int token(char[] text, int at) {
    int last = findings.size() - 1;
    boolean secret = DataClass.at(findings.kind(last)).group() == DataClass.Group.SECRET;
    return secret && text[at] == '@' ? findings.end(last) : 0;
  }

  void found(DataClass kind, int start, int end) {
    findings.add(kind, start, end);
  }

  /// Finds the secret that a field holds, by its own form where it has one.
  ///
  /// @param header whether the name of a scheme stands before it
  int secretIn(int start, int end, boolean header) {
    int known = secrets.at(start);
    if (known < 0) {
      found(header ? DataClass.BEARER_TOKEN : DataClass.API_KEY, start, end);
    }
    return Math.max(known, end);
  }

  public char[] text() {
    return view.text;
  }

  public int length() {
    return view.length;
  }

  public int place(int index) {
    return view.place(index);
  }

  int width(int index) {
    return view.width(index);
  }

  int hints() {
    return hints;
  }

  NameKeys names() {
    return names;
  }

  /// Whether the value that begins here belongs to a field of ids, hashes or times.
  boolean holdsIds(int start) {
    return (hints & Vocabulary.ID) != 0 || (fields.said(start) & Vocabulary.ID) != 0;
  }

  /// Whether a number is in JSON without quotes.
  public boolean bareNumber(int start, int end) {
    int before = start - 1;
    while (before >= 0 && view.text[before] <= ' ' && start - before < 8) {
      before--;
    }
    int after = end;
    while (after < view.length && view.text[after] <= ' ' && after - end < 8) {
      after++;
    }
    char left = before < 0 ? 'x' : view.text[before];
    char right = after < view.length ? view.text[after] : 'x';
    boolean quotedKey =
        left == ':'
            && before > 0
            && (view.text[before - 1] == '"'
                || (view.text[before - 1] == ' ' && before > 1 && view.text[before - 2] == '"'));
    return (quotedKey || left == '[' || left == ',')
        && (right == ',' || right == '}' || right == ']');
  }

  /// What the quotes around a field's name look like where they are sent: `"`, or `\"` inside text.
  public String quoteBefore(String source, int start) {
    for (int i = start - 1; i >= 0 && i > start - 64; i--) {
      if (view.text[i] == '"') {
        return source.substring(view.place(i), view.place(i + 1));
      }
    }
    return "\"";
  }
}
