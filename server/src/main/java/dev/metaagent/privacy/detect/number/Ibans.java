package dev.metaagent.privacy.detect.number;

import dev.metaagent.privacy.detect.text.Letters;
import java.util.regex.Pattern;

/// Account numbers (IBAN): the structure of their country and the check digits, in capitals or in
/// small letters, in any groups.
///
/// The structures are those of the IBAN registry of SWIFT: `n` digits, `a` letters, `c` either.
public final class Ibans {

  private static final String REGISTRY =
      """
      ADn8c12 AEn19 ALn8c16 ATn16 AZa4c20 BAn16 BEn12 BGa4n6c8 BHa4c14 BIn23 BRn23a1c1 BYc4n4c16 CHn5c12 CRn18 CYn8c16
      CZn20 DEn18 DJn23 DKn14 DOc4n20 EEn16 EGn25 ESn20 FIn14 FKa2n12 FOn14 FRn10c11n2 GBa4n14 GEa2n16 GIa4c15 GLn14
      GRn7c16 GTc24 HNa4n20 HRn17 HUn24 IEa4n14 ILn19 IQa4n15 ISn22 ITa1n10c12 JOa4n4c18 KWa4c22 KZn3c13 LBn4c20
      LCa4c24 LIn5c12 LTn16 LUn3c13 LVa4c13 LYn21 MAn24 MCn10c11n2 MDc20 MEn18 MKn3c10n2 MNn16 MRn23 MTa4n5c18
      MUa4n19a3 NIa4n20 NLa4n10 NOn11 OMn3c16 PKa4c16 PLn24 PSa4c21 PTn21 QAa4c21 ROa4c16 RSn18 RUn14c15 SAn2c18
      SCa4n20a3 SDn14 SEn20 SIn15 SKn20 SMa1n10c12 SOn19 STn21 SVa4n20 TLn19 TNn20 TRn6c16 UAn6c19 VAn18 VGa4n16
      XKn16 YEa4n4c18\
      """;

  private static final Pattern WORDS = Pattern.compile("\\s+");
  private static final String[] STRUCTURES = new String[26 * 26];

  static {
    for (String one : WORDS.split(REGISTRY.strip(), -1)) {
      StringBuilder structure = new StringBuilder("aann");
      for (int at = 2; at < one.length(); ) {
        int end = at + 1;
        while (end < one.length() && Letters.digit(one.charAt(end))) {
          end++;
        }
        int count = Integer.parseInt(one.substring(at + 1, end));
        structure.repeat(one.charAt(at), count);
        at = end;
      }
      STRUCTURES[country(one.charAt(0), one.charAt(1))] = structure.toString();
    }
  }

  private final int[] places = new int[34];

  private static int country(char first, char second) {
    return (Letters.lower(first) - 'a') * 26 + Letters.lower(second) - 'a';
  }

  /// Whether two letters of one case and two digits begin here; a blank may lie between where they
  /// are capitals: `DE 89`.
  private static boolean possible(char[] text, int length, int start) {
    if (start + 15 > length) {
      return false;
    }
    boolean apart = text[start + 2] == ' ' && Letters.is(text[start], Letters.UPPER);
    int digits = apart ? start + 3 : start + 2;
    return Letters.digit(text[digits])
        && Letters.digit(text[digits + 1])
        && ((Letters.is(text[start], Letters.UPPER) && Letters.is(text[start + 1], Letters.UPPER))
            || (Letters.is(text[start], Letters.LOWER)
                && Letters.is(text[start + 1], Letters.LOWER)));
  }

  /// The end of an account number that begins here, or -1.
  public int end(char[] text, int length, int start) {
    if (!possible(text, length, start)) {
      return -1;
    }
    String structure = STRUCTURES[country(text[start], text[start + 1])];
    if (structure == null) {
      return -1;
    }
    int at = start;
    int count = 0;
    while (at < length && count < structure.length()) {
      char c = text[at];
      if (fits(structure.charAt(count), c)) {
        places[count++] = at - start;
      } else if (!gap(text, at)) {
        return -1;
      }
      at++;
    }
    boolean whole = count == structure.length() && (at >= length || !Letters.word(text[at]));
    return whole && Checksums.iban(text, start, places, count) ? at : -1;
  }

  /// A blank, hyphen or full stop between two groups.
  private static boolean gap(char[] text, int at) {
    char c = text[at];
    boolean separates = c == ' ' || c == '-' || c == '.' || c == '\u00A0' || c == '\u202F';
    return separates && Letters.is(text[at - 1], Letters.ALPHANUMERIC);
  }

  private static boolean fits(char kind, char c) {
    return switch (kind) {
      case 'n' -> Letters.digit(c);
      case 'a' -> Letters.is(c, Letters.LOWER | Letters.UPPER);
      default -> Letters.is(c, Letters.ALPHANUMERIC);
    };
  }
}
