package dev.metaagent.ingest.otlp;

import com.google.protobuf.ByteString;
import dev.metaagent.kernel.StorableText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.ToIntFunction;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The scalar fields of OTLP/JSON: ids in hex, 64-bit numbers as string or number, enums as number
 * or name. Every method starts at the value token; a value of the wrong type is an {@link
 * IllegalArgumentException}.
 */
final class JsonFields {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private JsonFields() {}

  /** Moves to the value of the next field of this object that is not null; false at its end. */
  static boolean nextField(JsonParser p) {
    if (p.currentToken() == JsonToken.PROPERTY_NAME) {
      throw wrong("a value");
    }
    while (true) {
      JsonToken token = p.nextToken();
      if (token == JsonToken.END_OBJECT) {
        return false;
      }
      if (token != JsonToken.PROPERTY_NAME) {
        throw wrong("an object");
      }
      if (p.nextToken() != JsonToken.VALUE_NULL) {
        return true;
      }
    }
  }

  /** Enters an object value; its fields follow by {@link #nextField}. */
  static void object(JsonParser p) {
    if (p.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("an object");
    }
  }

  /**
   * Moves to the next object of the array under the cursor, skipping nulls; false at its end. The
   * first call starts at the opening bracket.
   */
  static boolean nextElement(JsonParser p) {
    JsonToken at = p.currentToken();
    if (at != JsonToken.START_ARRAY && at != JsonToken.END_OBJECT && at != JsonToken.VALUE_NULL) {
      throw wrong("an array");
    }
    JsonToken token = p.nextToken();
    while (token == JsonToken.VALUE_NULL) {
      token = p.nextToken();
    }
    if (token == JsonToken.END_ARRAY) {
      return false;
    }
    object(p);
    return true;
  }

  /** The name of the current field; one in snake_case, as in the protobuf files, is the same. */
  static String name(JsonParser p) {
    String sent = p.currentName();
    if (sent.indexOf('_') < 0) {
      return sent;
    }
    StringBuilder camel = new StringBuilder(sent.length());
    for (int i = 0; i < sent.length(); i++) {
      char c = sent.charAt(i);
      if (c == '_' && i + 1 < sent.length()) {
        i++;
        camel.append(Character.toUpperCase(sent.charAt(i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }

  /** A text; a number or a truth value that stands in its place is its text. */
  static String text(JsonParser p) {
    return switch (p.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          StorableText.of(p.getString());
      default -> throw wrong("a string");
    };
  }

  /**
   * A hex id of any case, also with dashes as a UUID or with 0x in front. Base64 of 16 or 8 bytes,
   * as protobuf's own JSON writes it, is read. Empty where it is none of these: one wrong id costs
   * its span and not the request.
   */
  static ByteString id(JsonParser p) {
    String id = text(p).strip();
    if (id.length() == 36 && id.charAt(8) == '-') {
      id = id.replace("-", "");
    } else if (id.startsWith("0x")) {
      id = id.substring(2);
    }
    int length = id.length();
    boolean base64 =
        (length == 24 && id.endsWith("=="))
            || (length == 12 && id.endsWith("="))
            || length == 22
            || length == 11;
    try {
      return ByteString.copyFrom(
          base64 ? Base64.getDecoder().decode(id) : HexFormat.of().parseHex(id));
    } catch (IllegalArgumentException e) {
      return ByteString.EMPTY;
    }
  }

  /** Base64 in either alphabet; what is none is taken as text. */
  static ByteString bytes(JsonParser p) {
    String encoded = text(p);
    boolean urlSafe = encoded.indexOf('-') >= 0 || encoded.indexOf('_') >= 0;
    try {
      return ByteString.copyFrom(
          (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(encoded));
    } catch (IllegalArgumentException e) {
      return ByteString.copyFromUtf8(encoded);
    }
  }

  /** A signed or unsigned 64-bit number, as its 64 bits. */
  static long int64(JsonParser p) {
    return switch (p.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> bits(p.getString());
      default -> throw wrong("a number");
    };
  }

  static int int32(JsonParser p) {
    return (int) int64(p);
  }

  static double float64(JsonParser p) {
    return switch (p.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_STRING -> parsed(p.getString());
      default -> throw wrong("a number");
    };
  }

  private static double parsed(String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw wrong("a number");
    }
  }

  static boolean bool(JsonParser p) {
    return switch (p.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> p.getString().equalsIgnoreCase("true");
      default -> throw wrong("true or false");
    };
  }

  /**
   * An enum as a number, or as a name of the table with or without its prefix and in any case; an
   * unknown name is 0.
   */
  static int enumeration(JsonParser p, String prefix, ToIntFunction<String> numberOfName) {
    if (p.currentToken() == JsonToken.VALUE_STRING) {
      String name = p.getString().strip().toUpperCase(Locale.ROOT);
      boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits
          ? (int) bits(name)
          : numberOfName.applyAsInt(name.startsWith(prefix) ? name : prefix + name);
    }
    return int32(p);
  }

  static IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("Expected " + expected);
  }

  private static long bits(String number) {
    int length = number.length();
    if (number.isBlank()) {
      throw wrong("a 64-bit number");
    }
    if (length < 19) {
      try {
        return Long.parseLong(number);
      } catch (NumberFormatException e) {
        // a fraction or an exponent
      }
    }
    if (length > 40) {
      throw wrong("a 64-bit number");
    }
    BigDecimal value = decimal(number.strip());
    if (value.scale() < -30 || value.precision() - value.scale() > 30) {
      throw wrong("a 64-bit number");
    }
    BigInteger whole = value.toBigInteger();
    if (whole.bitLength() > 64 || whole.compareTo(TWO_TO_64) >= 0) {
      throw wrong("a 64-bit number");
    }
    return whole.longValue();
  }

  private static BigDecimal decimal(String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw wrong("a 64-bit number");
    }
  }
}
