package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.access.secrets.CredentialForms;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The credential of a request: a header (`Authorization: Bearer <key or JWT>`, `Authorization:
/// Basic` with the key as password, `x-api-key`) or the cookie of a session.
public sealed interface Credential {

  /// Nothing.
  record None() implements Credential {}

  /// A text in the format of our API keys.
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

  /// A credential of another product.
  record Foreign(String text) implements Credential {
    @Override
    public String toString() {
      return "a foreign credential";
    }
  }

  /// Reads the two headers; each may be absent. If both carry a credential, one of ours takes
  /// precedence.
  static Credential of(@Nullable String authorization, @Nullable String apiKey) {
    List<String> shown =
        Stream.of(
                CredentialForms.fromAuthorization(authorization),
                Optional.ofNullable(apiKey).map(String::strip))
            .flatMap(Optional::stream)
            .filter(token -> !token.isBlank())
            .toList();
    return shown.stream()
        .filter(CredentialForms::isKey)
        .findFirst()
        .or(() -> shown.stream().findFirst())
        .map(Credential::byForm)
        .orElseGet(None::new);
  }

  private static Credential byForm(String text) {
    if (CredentialForms.isKey(text)) {
      return new Key(text);
    }
    return CredentialForms.isJwt(text) ? new Jwt(text) : new Foreign(text);
  }

  /// The product that a foreign credential belongs to, as far as its format shows.
  default @Nullable String product() {
    return switch (this) {
      case Foreign(String text) -> CredentialForms.product(text);
      case Jwt _ -> "JWT";
      case None _, Key _, Session _ -> null;
    };
  }

  /// What kind of credential a request carried.
  public enum Kind {
    /// nothing
    NONE,
    /// a valid key of this installation
    OURS,
    /// a credential of another product
    FOREIGN,
    /// one that looks like ours, but is unknown, expired or revoked
    INVALID;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
