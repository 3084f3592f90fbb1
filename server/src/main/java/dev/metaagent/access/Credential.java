package dev.metaagent.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request carries to say who it is: `Authorization: Bearer <key>`, `Authorization: Basic`
/// with the key as password, or `x-api-key`.
///
/// @param token the text that counts: ours where several were sent, null where none was
public record Credential(@Nullable String token) {

  public static final Credential NONE = new Credential(null);

  private record Product(String prefix, String name) {}

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

  /// Reads the two headers; each may be absent.
  public static Credential of(@Nullable String authorization, @Nullable String apiKey) {
    List<String> shown =
        Stream.of(fromAuthorization(authorization), Optional.ofNullable(apiKey).map(String::strip))
            .flatMap(Optional::stream)
            .filter(token -> !token.isBlank())
            .toList();
    return shown.stream()
        .filter(token -> token.startsWith(KeyToken.PREFIX))
        .findFirst()
        .or(() -> shown.stream().findFirst())
        .map(Credential::new)
        .orElse(NONE);
  }

  private static Optional<String> fromAuthorization(@Nullable String header) {
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
      return user.startsWith(KeyToken.PREFIX) || password.isBlank() ? user : password;
    } catch (IllegalArgumentException _) {
      return encoded;
    }
  }

  /// The product that a foreign credential belongs to, as far as its form tells.
  @Nullable String product() {
    return token == null
        ? null
        : PRODUCTS.stream()
            .filter(product -> token.startsWith(product.prefix()))
            .map(Product::name)
            .findFirst()
            .orElse(null);
  }

  @Override
  public String toString() {
    return token == null ? "no credential" : "a credential";
  }
}
