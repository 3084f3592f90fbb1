package dev.metaagent.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How credentials are told apart by their form.
final class CredentialForms {

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

  static Credential byForm(String text) {
    if (text.startsWith(SecretToken.Kind.KEY.prefix())) {
      return new Credential.Key(text);
    }
    return JWT.matcher(text).matches() ? new Credential.Jwt(text) : new Credential.Foreign(text);
  }

  static Optional<String> fromAuthorization(@Nullable String header) {
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
      return user.startsWith(SecretToken.Kind.KEY.prefix()) || password.isBlank() ? user : password;
    } catch (IllegalArgumentException _) {
      return encoded;
    }
  }

  static @Nullable String product(String text) {
    return PRODUCTS.stream()
        .filter(product -> text.startsWith(product.prefix()))
        .map(Product::name)
        .findFirst()
        .orElse(null);
  }
}
