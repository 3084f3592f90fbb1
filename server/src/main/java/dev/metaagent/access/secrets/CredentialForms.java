package dev.metaagent.access.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Distinguishes credentials by their format.
public final class CredentialForms {

  private record Product(String prefix, String name) {}

  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private static final List<Product> PRODUCTS =
      List.of(
          new Product("lsv2_", "LangSmith"),
          new Product("ls__", "LangSmith"),
          new Product("sk-lf-", "Langfuse"),
          new Product("pk-lf-", "Langfuse"),
          new Product("sk-ant-", "Anthropic"),
          new Product("sk-helicone-", "Helicone"),
          new Product("sk-", "OpenAI"),
          new Product("tl_", "Traceloop"),
          new Product("eyJ", "JWT"));

  private CredentialForms() {}

  /// Whether a text looks like an API key of this server.
  public static boolean isKey(String text) {
    return text.startsWith(SecretToken.Kind.KEY.prefix());
  }

  /// Whether a text looks like a JSON web token.
  public static boolean isJwt(String text) {
    return JWT.matcher(text).matches();
  }

  /// The token of an `Authorization` header: what follows the scheme, or the password of `Basic`.
  public static Optional<String> fromAuthorization(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String text = header.strip();
    int space = text.indexOf(' ');
    if (space < 0) {
      return Optional.of(text);
    }
    String value = text.substring(space + 1).strip();
    return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "basic" -> Optional.of(password(value));
      default -> Optional.of(value);
    };
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      String user = colon < 0 ? pair : pair.substring(0, colon);
      String password = colon < 0 ? "" : pair.substring(colon + 1);
      return isKey(user) || password.isBlank() ? user : password;
    } catch (IllegalArgumentException _) {
      return encoded;
    }
  }

  /// The product whose credentials look like a text; null where it is not known.
  public static @Nullable String product(String text) {
    return PRODUCTS.stream()
        .filter(product -> text.startsWith(product.prefix()))
        .map(Product::name)
        .findFirst()
        .orElse(null);
  }
}
