package dev.metaagent.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request carries to say who it is: a header (`Authorization: Bearer <key or JWT>`,
/// `Authorization: Basic` with the key as password, `x-api-key`) or the cookie of a session.
public sealed interface Credential {

  /// Nothing.
  record None() implements Credential {}

  /// What looks like an API key of ours.
  record Key(String text) implements Credential {
    @Override
    public String toString() {
      return "a key";
    }
  }

  /// A signed token of an identity provider, by its form.
  record Jwt(String text) implements Credential {
    @Override
    public String toString() {
      return "a JWT";
    }
  }

  /// The cookie of a session.
  record Session(String text) implements Credential {
    @Override
    public String toString() {
      return "a session";
    }
  }

  /// Something of another product.
  record Foreign(String text) implements Credential {
    @Override
    public String toString() {
      return "a foreign credential";
    }
  }

  /// Reads the two headers; each may be absent. Ours counts where several were sent.
  static Credential of(@Nullable String authorization, @Nullable String apiKey) {
    List<String> shown =
        Stream.of(
                CredentialForms.fromAuthorization(authorization),
                Optional.ofNullable(apiKey).map(String::strip))
            .flatMap(Optional::stream)
            .filter(token -> !token.isBlank())
            .toList();
    return shown.stream()
        .filter(token -> token.startsWith(SecretToken.Kind.KEY.prefix()))
        .findFirst()
        .or(() -> shown.stream().findFirst())
        .map(CredentialForms::byForm)
        .orElseGet(None::new);
  }

  /// The product that a foreign credential belongs to, as far as its form tells.
  default @Nullable String product() {
    return switch (this) {
      case Foreign(String text) -> CredentialForms.product(text);
      case Jwt _ -> "JWT";
      case None _, Key _, Session _ -> null;
    };
  }
}
