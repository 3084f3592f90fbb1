package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.number.Phones;
import dev.metaagent.privacy.detect.text.Letters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Replacements of findings. A pseudonym is the class and a keyed hash of 60 bits, `<EMAIL:kab…>`:
/// the same for the same value within an organization, so that data of one person stays linked, and
/// revealing nothing without the key. The first two letters after the `k` identify the key.
public final class Pseudonyms {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int KEY_LETTERS = 2;
  private static final int HASH_LETTERS = 12;
  private static final int SIZE = 1 + KEY_LETTERS + HASH_LETTERS;

  private static final Pattern NO_DIGITS = Pattern.compile("\\D");
  private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /// with the key, never used itself: each hash begins with a copy
  private final Mac keyed;

  private final String keyId;

  public Pseudonyms(byte[] key) {
    try {
      this.keyed = Mac.getInstance("HmacSHA256");
      this.keyed.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.keyId = "k" + letters(mac("key id"), KEY_LETTERS);
  }

  /// The id of this key.
  public String keyId() {
    return keyId;
  }

  public String of(DataClass kind, String value) {
    return of(kind.name(), normal(kind, value));
  }

  public String of(String label, String value) {
    return "<" + label + ":" + keyId + letters(mac(label + "\n" + value), HASH_LETTERS) + ">";
  }

  /// Replaces a text that was withheld as a whole.
  public static final String WITHHELD = "<WITHHELD>";

  public static String redacted(String label) {
    return "<" + label + ">";
  }

  /// The normal form of a value.
  static String normal(DataClass kind, String value) {
    return switch (kind) {
      case EMAIL, IP_ADDRESS -> value.toLowerCase(Locale.ROOT);
      case PHONE -> Phones.normal(value);
      case CARD, US_SSN -> NO_DIGITS.matcher(value).replaceAll("");
      case IBAN, NATIONAL_ID, PASSPORT, DRIVER_LICENCE, MAC_ADDRESS ->
          SIGNS.matcher(value).replaceAll("").toUpperCase(Locale.ROOT);
      case PERSON_NAME, PERSON ->
          BLANKS.matcher(value.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  /// The end of a pseudonym or a redacted class that begins here, or -1: replaced values are not
  /// replaced again.
  public static int end(char[] text, int length, int start) {
    int at = start + 1;
    int digits = 0;
    while (at < length && at - start < 48 && label(text[at])) {
      digits += Letters.digit(text[at]) ? 1 : 0;
      at++;
    }
    if (at - start < 3 || at >= length || digits > 3) {
      return -1;
    }
    if (text[at] == '>') {
      return at + 1;
    }
    int close = at + 1 + SIZE;
    if (text[at] != ':' || close >= length || text[close] != '>' || text[at + 1] != 'k') {
      return -1;
    }
    for (int i = at + 2; i < close; i++) {
      boolean fits = Letters.is(text[i], Letters.LOWER) || (text[i] >= '2' && text[i] <= '7');
      if (!fits) {
        return -1;
      }
    }
    return close + 1;
  }

  private static boolean label(char c) {
    return Letters.is(c, Letters.UPPER | Letters.DIGIT | Letters.UNDERSCORE);
  }

  private byte[] mac(String text) {
    try {
      return ((Mac) keyed.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String letters(byte[] hash, int count) {
    StringBuilder text = new StringBuilder(count);
    long bits = 0;
    int held = 0;
    for (int i = 0; text.length() < count; i++) {
      bits = bits << 8 | (hash[i] & 0xFF);
      held += 8;
      while (held >= 5 && text.length() < count) {
        held -= 5;
        text.append(ALPHABET.charAt((int) (bits >>> held) & 31));
      }
    }
    return text.toString();
  }
}
