package dev.metaagent.privacy.detect.number;

import static dev.metaagent.privacy.detect.number.Checksums.luhn;
import static dev.metaagent.privacy.detect.number.Checksums.mod11And10;
import static dev.metaagent.privacy.detect.number.Checksums.number;
import static dev.metaagent.privacy.detect.number.Checksums.verhoeff;
import static dev.metaagent.privacy.detect.number.Checksums.weighted;

/// National identity, tax and insurance numbers made of digits. Those with a distinctive form and
/// check digits are found anywhere; the others only beside a word that names them.
public final class NationalIds {

  private NationalIds() {}

  /// The group after a number that stands alone and begins here, or -1.
  public static int match(DigitGroups g, int from) {
    if (g.shaped(from, 3, 3, 3, 2) && cpf(g.digits, g.offsets[from]) && form(g, from, "..-")) {
      return from + 4;
    }
    if (g.shaped(from, 2, 3, 3, 4, 2) && cnpj(g.digits, g.offsets[from]) && form(g, from, "../-")) {
      return from + 5;
    }
    if (g.shaped(from, 3, 4, 4, 2) && g.number(from) == 756 && form(g, from, "...")) {
      return ean(g.digits, g.offsets[from]) ? from + 4 : -1;
    }
    if (g.shaped(from, 2, 2, 2, 3, 2) && form(g, from, "..-.") && belgian(g, from)) {
      return from + 5;
    }
    if (g.shaped(from, 4, 4, 4)
        && (g.separated(from, from + 3, ' ') || g.separated(from, from + 3, '-'))
        && g.digits[g.offsets[from]] >= 2
        && verhoeff(g.digits, g.offsets[from], g.offsets[from + 3])) {
      return from + 3;
    }
    int french = french(g, from);
    if (french > 0) {
      return french;
    }
    if (g.shaped(from, 6, 7) && g.before[from + 1] == '-' && korean(g, from)) {
      return from + 2;
    }
    if (g.shaped(from, 6, 4)
        && g.before[from + 1] == '-'
        && g.day(g.offsets[from] + 2, g.offsets[from] + 4)
        && luhn(g.digits, g.offsets[from], g.offsets[from + 2])) {
      return from + 2;
    }
    return g.size(from) == 18 && chinese(g.digits, g.offsets[from], g.digits[g.offsets[from] + 17])
        ? from + 1
        : -1;
  }

  /// The group after a number that a word names and that begins here, or -1.
  public static int named(DigitGroups g, int from) {
    for (int to = Math.min(g.count, from + 5); to > from; to--) {
      int size = g.digits(from, to);
      boolean dates = g.date(from);
      if (size >= 8 && size <= 14 && !dates && checked(g.digits, g.offsets[from], size)) {
        return to;
      }
    }
    return -1;
  }

  private static boolean form(DigitGroups g, int from, String separators) {
    for (int i = 0; i < separators.length(); i++) {
      if (g.before[from + 1 + i] != separators.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean checked(byte[] d, int o, int size) {
    return switch (size) {
      case 8 -> weighted(d, o, 10, 7, 8, 4, 6, 3, 5, 1) % 11 == 0;
      case 9 -> nine(d, o);
      case 10 -> ten(d, o);
      case 11 -> eleven(d, o);
      case 12 -> (d[o] >= 2 && verhoeff(d, o, o + 12)) || japanese(d, o);
      case 13 -> luhn(d, o, o + 13) || romanian(d, o) || ean(d, o);
      case 14 -> cnpj(d, o);
      default -> false;
    };
  }

  /// Dutch BSN, Australian TFN, Canadian SIN and Israeli id (Luhn), Portuguese NIF, US SSN.
  private static boolean nine(byte[] d, int o) {
    int nif = 11 - weighted(d, o, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return weighted(d, o, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0
        || weighted(d, o, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0
        || luhn(d, o, o + 9)
        || (nif > 9 ? 0 : nif) == d[o + 8];
  }

  /// UK NHS, Swedish and Danish by date, Polish NIP, Czech and Slovak, Bulgarian.
  private static boolean ten(byte[] d, int o) {
    int nhs = 11 - weighted(d, o, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return (nhs == 11 ? 0 : nhs) == d[o + 9]
        || luhn(d, o, o + 10)
        || weighted(d, o, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == d[o + 9]
        || number(d, o, o + 10) % 11 == 0
        || weighted(d, o, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == d[o + 9]
        || (d[o + 2] * 10 + d[o + 3] <= 12
            && d[o] * 10 + d[o + 1] <= 31
            && d[o] * 10 + d[o + 1] > 0);
  }

  /// German tax number and OIB, Polish PESEL, Brazilian CPF, Turkish, Norwegian, Estonian.
  private static boolean eleven(byte[] d, int o) {
    return mod11And10(d, o, o + 11)
        || weighted(d, o, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0
        || cpf(d, o)
        || turkish(d, o)
        || (weighted(d, o, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
            && weighted(d, o, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0)
        || weighted(d, o, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11 % 10 == d[o + 10];
  }

  private static boolean turkish(byte[] d, int o) {
    int odd = d[o] + d[o + 2] + d[o + 4] + d[o + 6] + d[o + 8];
    int even = d[o + 1] + d[o + 3] + d[o + 5] + d[o + 7];
    return d[o] != 0
        && Math.floorMod(odd * 7 - even, 10) == d[o + 9]
        && (odd + even + d[o + 9]) % 10 == d[o + 10];
  }

  private static boolean cpf(byte[] d, int o) {
    return check(weighted(d, o, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == d[o + 9]
        && check(weighted(d, o, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == d[o + 10];
  }

  private static boolean cnpj(byte[] d, int o) {
    return check(weighted(d, o, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == d[o + 12]
        && check(weighted(d, o, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == d[o + 13];
  }

  private static int check(int sum) {
    int rest = sum % 11;
    return rest < 2 ? 0 : 11 - rest;
  }

  private static boolean ean(byte[] d, int o) {
    return weighted(d, o, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0
        && number(d, o, o + 3) == 756;
  }

  private static boolean japanese(byte[] d, int o) {
    int rest = weighted(d, o, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return (rest <= 1 ? 0 : 11 - rest) == d[o + 11];
  }

  private static boolean romanian(byte[] d, int o) {
    return weighted(d, o, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11 % 10 == d[o + 12];
  }

  private static boolean belgian(DigitGroups g, int from) {
    int o = g.offsets[from];
    long body = number(g.digits, o, o + 9);
    int check = (int) number(g.digits, o + 9, o + 11);
    return 97 - body % 97 == check || 97 - (2_000_000_000L + body) % 97 == check;
  }

  /// Thirteen digits and the key of two, in the usual groups or without any.
  private static int french(DigitGroups g, int from) {
    int to = from;
    while (to < g.count && g.digits(from, to) < 15) {
      to++;
    }
    int o = g.offsets[from];
    if (g.digits(from, to) != 15
        || g.digits[o] == 0
        || g.digits[o] > 4
        || !(to - from == 1 || g.separated(from, to, ' '))) {
      return -1;
    }
    int month = (int) number(g.digits, o + 3, o + 5);
    boolean key = 97 - number(g.digits, o, o + 13) % 97 == number(g.digits, o + 13, o + 15);
    return key && month >= 1 && (month <= 12 || (month >= 20 && month <= 42)) ? to : -1;
  }

  private static boolean korean(DigitGroups g, int from) {
    int o = g.offsets[from];
    return g.day(o + 2, o + 4) && g.digits[o + 6] >= 1 && g.digits[o + 6] <= 8;
  }

  /// Whether these are a plausible resident identity number of China.
  ///
  /// @param last the check digit; 10 for X
  public static boolean chinese(byte[] d, int o, int last) {
    int year = (int) number(d, o + 6, o + 10);
    int month = (int) number(d, o + 10, o + 12);
    int day = (int) number(d, o + 12, o + 14);
    int sum = weighted(d, o, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return year >= 1900
        && year < 2100
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= 31
        && (12 - sum % 11) % 11 == last;
  }
}
