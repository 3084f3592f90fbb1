package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.number.Ibans;
import dev.metaagent.privacy.detect.number.NationalIds;
import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;

/// Numbers with letters: accounts, identity numbers with a check letter, and documents that a word
/// nearby names.
final class Codes {

  private static final int[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };
  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

  private final Scan scan;
  private final Ibans ibans = new Ibans();
  private final byte[] digits = new byte[18];

  Codes(Scan scan) {
    this.scan = scan;
  }

  /// Looks at a word that begins with a capital; answers the end of what was found, or -1.
  int capital(int start, int end) {
    char[] text = scan.text();
    if (!leftEdge(start)) {
      return -1;
    }
    int account = account(start);
    if (account > 0) {
      return account;
    }
    if (!rightEdge(end) || scan.holdsIds(start)) {
      return -1;
    }
    int size = end - start;
    boolean national =
        switch (size) {
          case 16 -> italian(text, start);
          case 18 -> mexican(text, start);
          case 9 -> spanish(text, start) || singapore(text, start);
          default -> false;
        };
    if (national) {
      return found(DataClass.NATIONAL_ID, start, end);
    }
    int british = british(text, start, end);
    if (british > 0) {
      return found(DataClass.NATIONAL_ID, start, british);
    }
    return named(start, end);
  }

  /// Looks at a word that begins with digits and holds letters.
  int digits(int start, int end) {
    char[] text = scan.text();
    if (!leftEdge(start) || !rightEdge(end) || scan.holdsIds(start)) {
      return -1;
    }
    int size = end - start;
    if (size == 9 && spanish(text, start)) {
      return found(DataClass.NATIONAL_ID, start, end);
    }
    if (size == 18 && text[end - 1] == 'X' && Letters.all(text, start, end - 1, Letters.DIGIT)) {
      for (int i = 0; i < 17; i++) {
        digits[i] = (byte) (text[start + i] - '0');
      }
      if (NationalIds.chinese(digits, 0, 10)) {
        return found(DataClass.NATIONAL_ID, start, end);
      }
    }
    return named(start, end);
  }

  /// Finnish: 131052-308T.
  int finnish(int start) {
    char[] text = scan.text();
    int end = start + 11;
    if (end > scan.length()
        || (end < scan.length() && Letters.word(text[end]))
        || "-+A".indexOf(text[start + 6]) < 0
        || !Letters.all(text, start + 7, start + 10, Letters.DIGIT)) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < start + 10; i++) {
      number = i == start + 6 ? number : number * 10 + text[i] - '0';
    }
    char check = "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt((int) (number % 31));
    return text[start + 10] == check ? found(DataClass.NATIONAL_ID, start, end) : -1;
  }

  private int found(DataClass kind, int start, int end) {
    scan.found(kind, start, end);
    return end;
  }

  /// A part of a longer token is no number of its own.
  private boolean leftEdge(int start) {
    char[] text = scan.text();
    return start == 0
        || "-._/+=".indexOf(text[start - 1]) < 0
        || start == 1
        || !Letters.word(text[start - 2])
        || text[start - 1] == '='
        || (text[start - 1] == '-' && Letters.is(text[start - 2], Letters.LOWER));
  }

  private boolean rightEdge(int end) {
    char[] text = scan.text();
    return end >= scan.length()
        || "-_/+".indexOf(text[end]) < 0
        || end + 1 >= scan.length()
        || !Letters.word(text[end + 1]);
  }

  /// Looks at a word that begins with two letters and two digits; answers the end of an account, or
  /// -1.
  int account(int start) {
    int end = leftEdge(start) ? ibans.end(scan.text(), scan.length(), start) : -1;
    return end > 0 && rightEdge(end) ? found(DataClass.IBAN, start, end) : -1;
  }

  private static boolean form(char[] text, int start, String form) {
    for (int i = 0; i < form.length(); i++) {
      int kind = form.charAt(i) == 'A' ? Letters.UPPER : Letters.DIGIT;
      if (!Letters.is(text[start + i], kind)) {
        return false;
      }
    }
    return true;
  }

  private static boolean italian(char[] text, int start) {
    if (!form(text, start, "AAAAAA99A99A999A")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = text[start + i];
      int value = Letters.digit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? ODD[value] : value;
    }
    return text[start + 15] - 'A' == sum % 26;
  }

  private static boolean mexican(char[] text, int start) {
    if (!form(text, start, "AAAA999999AAAAAA")
        || (text[start + 10] != 'H' && text[start + 10] != 'M' && text[start + 10] != 'X')
        || !Letters.digit(text[start + 17])) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      char c = text[start + i];
      int value = Letters.digit(c) ? c - '0' : c - 'A' + (c > 'N' ? 11 : 10);
      sum += value * (18 - i);
    }
    return (10 - sum % 10) % 10 == text[start + 17] - '0';
  }

  /// DNI 12345678Z, NIE X1234567L.
  private static boolean spanish(char[] text, int start) {
    char first = text[start];
    int lead = first >= 'X' && first <= 'Z' ? first - 'X' : Letters.digit(first) ? first - '0' : -1;
    if (lead < 0
        || !Letters.all(text, start + 1, start + 8, Letters.DIGIT)
        || !Letters.is(text[start + 8], Letters.UPPER)) {
      return false;
    }
    int number = lead;
    for (int i = 1; i < 8; i++) {
      number = number * 10 + text[start + i] - '0';
    }
    return text[start + 8] == SPANISH.charAt(number % 23);
  }

  /// NRIC and FIN S1234567D.
  private static boolean singapore(char[] text, int start) {
    char first = text[start];
    if ("STFGM".indexOf(first) < 0
        || !Letters.all(text, start + 1, start + 8, Letters.DIGIT)
        || !Letters.is(text[start + 8], Letters.UPPER)) {
      return false;
    }
    int[] weights = {2, 7, 6, 5, 4, 3, 2};
    int sum = first == 'T' || first == 'G' ? 4 : first == 'M' ? 3 : 0;
    for (int i = 0; i < 7; i++) {
      sum += (text[start + 1 + i] - '0') * weights[i];
    }
    String letters =
        switch (first) {
          case 'S', 'T' -> "JZIHGFEDCBA";
          case 'M' -> "XWUTRQPNJLK";
          default -> "XWUTRQPNMLK";
        };
    return text[start + 8] == letters.charAt(sum % 11);
  }

  /// National insurance: AB 12 34 56 C; without blanks only where a word names it.
  private int british(char[] text, int start, int end) {
    boolean spaced = end - start == 2;
    String form = spaced ? "AA 99 99 99 A" : "AA999999A";
    int stop = start + form.length();
    if ((!spaced && end - start != 9)
        || stop > scan.length()
        || (stop < scan.length() && Letters.word(text[stop]))) {
      return -1;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text[start + i];
      boolean fits =
          switch (form.charAt(i)) {
            case 'A' -> Letters.is(c, Letters.UPPER);
            case '9' -> Letters.digit(c);
            default -> c == ' ';
          };
      if (!fits) {
        return -1;
      }
    }
    boolean letters =
        "DFIQUV".indexOf(text[start]) < 0
            && "DFIOQUV".indexOf(text[start + 1]) < 0
            && text[stop - 1] <= 'D';
    return letters && (spaced || (words(start) & Vocabulary.NATIONAL) != 0) ? stop : -1;
  }

  /// Passports, licences and identity cards, which differ from country to country.
  private int named(int start, int end) {
    int size = end - start;
    char[] text = scan.text();
    if (size < 6 || size > 16 || !Letters.all(text, start, end, Letters.UPPER | Letters.DIGIT)) {
      return -1;
    }
    int digits = 0;
    for (int i = start; i < end; i++) {
      digits += Letters.digit(text[i]) ? 1 : 0;
    }
    int words = digits < 4 ? 0 : words(start);
    if ((words & Vocabulary.PASSPORT) != 0 && size <= 10) {
      return found(DataClass.PASSPORT, start, end);
    }
    if ((words & Vocabulary.LICENCE) != 0) {
      return found(DataClass.DRIVER_LICENCE, start, end);
    }
    return (words & Vocabulary.NATIONAL) != 0 && size >= 8
        ? found(DataClass.NATIONAL_ID, start, end)
        : -1;
  }

  private int words(int start) {
    return Vocabulary.before(scan.text(), start) | scan.hints();
  }
}
