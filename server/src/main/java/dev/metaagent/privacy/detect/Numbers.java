package dev.metaagent.privacy.detect;

/// Looks for what is made of digits: cards, phones, social security and national numbers, IPv4
/// addresses. A number that belongs to a longer token, or to a field that holds ids, is none of
/// these.
final class Numbers {

  private final Scan scan;
  private final DigitGroups groups = new DigitGroups();
  private char[] text = new char[0];
  private int length;
  private int said;
  private int saidFor;

  Numbers(Scan scan) {
    this.scan = scan;
  }

  /// Looks at the groups that begin at a digit, and answers where to go on.
  int at(int start) {
    text = scan.text();
    length = scan.length();
    saidFor = -1;
    groups.read(text, length, start);
    int end = groups.ends[groups.count - 1];
    if (groups.mixed) {
      groups.count--;
      int last = groups.ends[groups.count];
      while (last < length && Letters.joins(text[last])) {
        last++;
      }
      end = groups.count == 0 ? last : groups.starts[groups.count];
    }
    if (groups.count == 0 || groups.offsets[groups.count] < 4) {
      return Math.max(end, start + 1);
    }
    int from = 0;
    while (from < groups.count) {
      if (from > 0 && groups.before[from] != ' ') {
        from++;
        continue;
      }
      int to = match(from);
      from = to > from ? to : from + 1;
    }
    return Math.max(end, start + 1);
  }

  /// Looks at the digits after a plus, and answers where to go on.
  int afterPlus(int plus) {
    text = scan.text();
    length = scan.length();
    int first = plus + 1;
    if (first < length && text[first] == '(') {
      first++;
    }
    if (first >= length || !Letters.digit(text[first]) || (plus > 0 && joined(plus - 1))) {
      return plus + 1;
    }
    groups.read(text, length, first);
    if (groups.mixed) {
      groups.count--;
    }
    if (groups.count > 0) {
      int to = Phones.international(groups, 0, 0);
      if (to > 0 && rightEdge(to)) {
        scan.found(DataClass.PHONE, plus, groups.ends[to - 1]);
        return groups.ends[to - 1];
      }
    }
    return first;
  }

  /// Base64 and arithmetic have a plus too.
  private boolean joined(int before) {
    return Letters.joins(text[before]) || text[before] == '/' || text[before] == '+';
  }

  private int match(int from) {
    if (!leftEdge(from) || groups.digits(from, groups.count) < 4) {
      return -1;
    }
    int to = address(from);
    if (to > 0 || scan.holdsIds(groups.starts[from])) {
      return to;
    }
    if (groups.digits(from, groups.count) < 7) {
      return -1;
    }
    to = number(from);
    return to > 0 ? to : phone(from);
  }

  private int number(int from) {
    boolean bare = scan.bareNumber(groups.starts[from], groups.ends[from]);
    int longest = groups.digits(from, Math.min(groups.count, from + 5));
    if (longest >= 12) {
      int card = Cards.match(groups, from, (words(from) & Vocabulary.CARD) != 0);
      if (card > 0 && edge(card) && (!bare || (words(from) & Vocabulary.CARD) != 0)) {
        return found(DataClass.CARD, from, card);
      }
    }
    if (longest >= 9) {
      int social = social(from, bare);
      if (social > 0 && edge(social)) {
        return found(DataClass.US_SSN, from, social);
      }
      int national = bare ? -1 : NationalIds.match(groups, from);
      if (national > 0 && edge(national)) {
        return found(DataClass.NATIONAL_ID, from, national);
      }
    }
    return bare || decimals(from) ? -1 : named(from);
  }

  /// Numbers that count only because a word before them names them.
  private int named(int from) {
    int words = words(from);
    if ((words & Vocabulary.NATIONAL) != 0) {
      int to = NationalIds.named(groups, from);
      if (to > 0 && edge(to)) {
        return found(DataClass.NATIONAL_ID, from, to);
      }
    }
    int size = groups.size(from);
    boolean alone = edge(from + 1) && size >= 7 && size <= 12;
    if (alone && (words & (Vocabulary.PASSPORT | Vocabulary.LICENCE)) != 0) {
      boolean passport = (words & Vocabulary.PASSPORT) != 0;
      return found(passport ? DataClass.PASSPORT : DataClass.DRIVER_LICENCE, from, from + 1);
    }
    return -1;
  }

  private int social(int from, boolean bare) {
    boolean form = groups.shaped(from, 3, 2, 4);
    boolean hyphens = form && groups.separated(from, from + 3, '-');
    boolean labelled = (words(from) & Vocabulary.SSN) != 0;
    if (!hyphens && !(labelled && (form || (groups.size(from) == 9 && !bare)))) {
      return -1;
    }
    int to = form ? from + 3 : from + 1;
    int number = (int) Checksums.number(groups.digits, groups.offsets[from], groups.offsets[to]);
    int area = number / 1_000_000;
    int group = number / 10_000 % 100;
    boolean taxpayer = area >= 900 && group >= 50;
    boolean social = area > 0 && area != 666 && area < 900 && group > 0;
    return (social || taxpayer) && number % 10_000 > 0 ? to : -1;
  }

  private int phone(int from) {
    boolean table = groups.count == DigitGroups.MOST;
    if (table || decimals(from)) {
      return -1;
    }
    boolean bracket = groups.starts[from] > 0 && text[groups.starts[from] - 1] == '(';
    int zeros = groups.digits[groups.offsets[from]] != 0 ? 0 : outside(from);
    if (zeros > 0 && groups.count - from > 1) {
      int to = Phones.international(groups, from, zeros);
      if (to > from + 1 && rightEdge(to)) {
        return found(DataClass.PHONE, from, to);
      }
    }
    boolean bare = scan.bareNumber(groups.starts[from], groups.ends[from]);
    for (int to = Math.min(groups.count, from + 6); to > from; to--) {
      if (!edge(to) || !rightEdge(to)) {
        continue;
      }
      Phones.Reading reading = Phones.national(groups, from, to, bracket);
      if (reading != Phones.Reading.NO
          && accepted(reading, from, to)
          && (!bare || named(from, to))) {
        return found(DataClass.PHONE, from, to);
      }
    }
    return -1;
  }

  private boolean accepted(Phones.Reading reading, int from, int to) {
    return switch (reading) {
      case YES -> true;
      case WITH_WORDS -> ((words(from) | after(to)) & (Vocabulary.PHONE | Vocabulary.CALL)) != 0;
      case WITH_NAME -> named(from, to);
      case NO -> false;
    };
  }

  private boolean named(int from, int to) {
    return ((words(from) | after(to)) & Vocabulary.PHONE) != 0;
  }

  private int after(int to) {
    return Vocabulary.after(text, groups.ends[to - 1], length);
  }

  /// 001, 011 and 00 lead out of a country.
  private int outside(int from) {
    int offset = groups.offsets[from];
    if (groups.size(from) < 2) {
      return 0;
    }
    if (groups.digits[offset + 1] == 0) {
      return 2;
    }
    boolean american = groups.size(from) == 3 && groups.number(from) == 11;
    return american ? 3 : 0;
  }

  private int address(int from) {
    if (groups.count - from < 4
        || !groups.separated(from, from + 4, '.')
        || (from + 4 < groups.count && groups.before[from + 4] == '.')) {
      return -1;
    }
    int sum = 0;
    int wide = 0;
    for (int i = from; i < from + 4; i++) {
      if (groups.size(i) > 3 || groups.number(i) > 255) {
        return -1;
      }
      sum += groups.number(i);
      wide += groups.number(i) > 9 ? 1 : 0;
    }
    // four small numbers are rather a version than an address
    boolean small = sum < 200 && wide < 3 && !inAddress(from);
    int first = groups.number(from);
    int words = words(from);
    boolean version = (words & Vocabulary.VERSION) != 0 || versionEdge(groups.starts[from]);
    boolean labelled = (words & Vocabulary.IP) != 0;
    if (first == 0 || first == 127 || first == 255 || version || (small && !labelled)) {
      return from + 4;
    }
    scan.found(DataClass.IP_ADDRESS, groups.starts[from], groups.ends[from + 3]);
    return from + 4;
  }

  /// //10.0.0.5, 10.0.0.5:80
  private boolean inAddress(int from) {
    int start = groups.starts[from];
    int end = groups.ends[from + 3];
    boolean port = end + 1 < length && text[end] == ':' && Letters.digit(text[end + 1]);
    return port || (start > 1 && text[start - 1] == '/' && text[start - 2] == '/');
  }

  /// Chrome/120.0.0.0, v1.2.3.4, ==1.2.3.4
  private boolean versionEdge(int start) {
    if (start == 0) {
      return false;
    }
    char before = text[start - 1];
    char second = start > 1 ? text[start - 2] : ' ';
    return (before == '/' && second != '/') || (before == '=' && "=<>~!".indexOf(second) >= 0);
  }

  private int words(int from) {
    if (saidFor != from) {
      said = Vocabulary.before(text, groups.starts[from]) | scan.hints();
      saidFor = from;
    }
    return said;
  }

  private int found(DataClass kind, int from, int to) {
    int start = groups.starts[from];
    boolean bracket =
        kind == DataClass.PHONE
            && start > 0
            && text[start - 1] == '('
            && from + 1 < to
            && groups.before[from + 1] == DigitGroups.CLOSED;
    scan.found(kind, bracket ? start - 1 : start, groups.ends[to - 1]);
    return to;
  }

  /// Whether a match may end before this group.
  private boolean edge(int to) {
    return to >= groups.count
        ? !groups.mixed || separate(to)
        : groups.before[to] == ' ' || groups.before[to] == '(';
  }

  /// The groups ended at a word with letters: that is no part of the number when a blank lies
  /// between.
  private boolean separate(int to) {
    return groups.before[to] == ' ';
  }

  private boolean rightEdge(int to) {
    int end = groups.ends[to - 1];
    if (end >= length) {
      return true;
    }
    char next = text[end];
    if (next == '%' || next == '€' || next == '°' || next == '_') {
      return false;
    }
    if (next == '.' || next == ',') {
      return end + 1 >= length || !Letters.digit(text[end + 1]);
    }
    if (next != '-') {
      return true;
    }
    int at = end + 1;
    while (at < length && Letters.word(text[at])) {
      if (Letters.digit(text[at])) {
        return false;
      }
      at++;
    }
    return true;
  }

  private boolean leftEdge(int from) {
    int start = groups.starts[from];
    if (from > 0 || start == 0) {
      return true;
    }
    char before = text[start - 1];
    if (before == '-' || before == '.' || before == ':') {
      char second = start > 1 ? text[start - 2] : ' ';
      boolean glued = Letters.word(second);
      return before == ':' ? !Letters.digit(second) : !glued || label(start - 1);
    }
    return before != '_' && before != '$' && before != '€' && before != '£' && before != '~';
  }

  /// Fax-030 5550123
  private boolean label(int end) {
    int from = end;
    while (from > 0 && Letters.word(text[from - 1])) {
      from--;
    }
    return (Vocabulary.field(text, from, end) & (Vocabulary.PHONE | Vocabulary.CARD)) != 0;
  }

  /// 0.123456, 12.5
  private boolean decimals(int from) {
    return from + 1 < groups.count
        && groups.before[from + 1] == '.'
        && (from + 2 >= groups.count || groups.before[from + 2] != '.');
  }
}
