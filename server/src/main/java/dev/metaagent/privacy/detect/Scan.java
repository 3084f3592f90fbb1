package dev.metaagent.privacy.detect;

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
  private int hints;

  public Scan(NameKeys names) {
    this.names = names;
  }

  /// Scans a text.
  ///
  /// @param said what the name of its field says, in the words of {@link Vocabulary}
  public Findings of(String source, int said) {
    findings.clear();
    view.read(source);
    hints = said & (Vocabulary.LABELS | Vocabulary.ID | Vocabulary.VERSION);
    char[] text = view.text;
    int length = view.length;
    int at = 0;
    while (at < length) {
      char c = text[at];
      int kind = c < 128 ? KINDS[c] : Letters.joins(c) ? WORD : STEP;
      if (kind == STEP) {
        at++;
      } else if (kind == WORD) {
        at = word(text, length, at);
      } else {
        at = sign(text, length, at);
      }
    }
    return findings;
  }

  private int word(char[] text, int length, int start) {
    int end = start + 1;
    while (end < length && Letters.joins(text[end])) {
      end++;
    }
    int found = -1;
    if (end - start > 1 || (end < length && text[end] != ' ')) {
      found = secrets.at(start);
    }
    if (found > 0) {
      return found;
    }
    char first = text[start];
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
    if (found < 0 && first == 'b' && end - start > 40 && Wallets.is(text, start, end)) {
      found(DataClass.CRYPTO_WALLET, start, end);
    }
    return Math.max(found, end);
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
    boolean mixed = !Letters.all(text, start, end, Letters.DIGIT);
    if (mixed) {
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

  private int sign(char[] text, int length, int at) {
    int found = -1;
    switch (text[at]) {
      case '@' -> found = Mail.at(this, at, findings.size() == 0 ? 0 : token(text, at));
      case ':' -> {
        boolean address = at + 2 < length && text[at + 1] == '/' && text[at + 2] == '/';
        found = address ? secrets.address(at + 3) : fields.at(at);
      }
      case '=' -> found = fields.at(at);
      case '-' -> found = secrets.privateKey(at);
      case '+' -> found = numbers.afterPlus(at);
      case '~' -> found = secrets.azure(at);
      case '<' -> found = Pseudonyms.end(text, length, at);
      default -> {
        // no other sign begins anything
      }
    }
    return Math.max(found, at + 1);
  }

  /// How far back an address may begin: not inside a secret that was found.
  private int token(char[] text, int at) {
    int last = findings.size() - 1;
    boolean secret =
        findings.kind(last) < DataClass.values().length
            && findings.kind(last) > DataClass.PERSON_NAME.index();
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
