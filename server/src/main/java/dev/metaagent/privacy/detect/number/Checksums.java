package dev.metaagent.privacy.detect.number;

/// The check digits of numbers, over their digits as values.
public final class Checksums {

  private static final byte[][] DIHEDRAL = new byte[10][10];
  private static final byte[][] PERMUTED = new byte[8][10];

  static {
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        DIHEDRAL[i][j] =
            (byte)
                (i < 5
                    ? j < 5 ? (i + j) % 5 : (i + j - 5) % 5 + 5
                    : j < 5 ? (i - j + 5) % 5 + 5 : (i - j + 10) % 5);
      }
    }
    byte[] step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    for (int j = 0; j < 10; j++) {
      PERMUTED[0][j] = (byte) j;
    }
    for (int i = 1; i < 8; i++) {
      for (int j = 0; j < 10; j++) {
        PERMUTED[i][j] = step[PERMUTED[i - 1][j]];
      }
    }
  }

  private Checksums() {}

  public static boolean luhn(byte[] digits, int from, int to) {
    int sum = 0;
    for (int i = to - 1, even = 0; i >= from; i--, even ^= 1) {
      int digit = digits[i] << even;
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  public static boolean verhoeff(byte[] digits, int from, int to) {
    int check = 0;
    for (int i = to - 1, at = 0; i >= from; i--, at++) {
      check = DIHEDRAL[check][PERMUTED[at % 8][digits[i]]];
    }
    return check == 0;
  }

  /// ISO 7064 mod 11,10: the German tax number, the Croatian OIB.
  public static boolean mod11And10(byte[] digits, int from, int to) {
    int product = 10;
    for (int i = from; i < to - 1; i++) {
      int sum = (digits[i] + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digits[to - 1];
  }

  public static int weighted(byte[] digits, int from, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += digits[from + i] * weights[i];
    }
    return sum;
  }

  public static long number(byte[] digits, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + digits[i];
    }
    return number;
  }

  /// IBAN: the characters of an account number of this country's length, mod 97 = 1.
  public static boolean iban(char[] text, int from, int[] places, int length) {
    int rest = 0;
    for (int i = 0; i < length; i++) {
      char c = text[from + places[(i + 4) % length]];
      int value = Character.digit(c, 36);
      if (value < 0) {
        return false;
      }
      rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }
    return rest == 1;
  }
}
