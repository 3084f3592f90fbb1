package dev.metaagent.access.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which JWTs are accepted. Without a secret and a JWKS address none is.
///
/// @param secret shared secret of HS256, 384 or 512 (METAAGENT_JWT_SECRET)
/// @param jwksUrl where the public keys of the issuer are; nothing else is ever fetched
///   (METAAGENT_JWT_JWKS_URL)
/// @param issuer exact `iss` (METAAGENT_JWT_ISSUER)
/// @param audience one of `aud` (METAAGENT_JWT_AUDIENCE)
/// @param algorithms what is accepted; empty: HS256 for a secret, ES256 and RS256 for a JWKS
///   address (METAAGENT_JWT_ALGORITHMS)
/// @param organizationClaim path of the claim that holds the organization's id
///   (METAAGENT_JWT_ORGANIZATION_CLAIM)
/// @param roleClaim path of the claim that holds admin, developer or viewer; null: the role is the
///   member's (METAAGENT_JWT_ROLE_CLAIM)
@ConfigurationProperties("metaagent.access.jwt")
record JwtSettings(
    @Nullable String secret,
    @Nullable URI jwksUrl,
    @Nullable String issuer,
    @Nullable String audience,
    @DefaultValue Set<String> algorithms,
    @DefaultValue("app_metadata.organization_id") String organizationClaim,
    @Nullable String roleClaim) {

  static final int SHORTEST_SECRET = 32;

  JwtSettings {
    secret = blankToNull(secret);
    jwksUrl = jwksUrl == null || jwksUrl.toString().isBlank() ? null : jwksUrl;
    issuer = blankToNull(issuer);
    audience = blankToNull(audience);
    roleClaim = blankToNull(roleClaim);
    algorithms =
        algorithms.stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (secret != null || jwksUrl != null) {
      check(secret, jwksUrl, issuer, audience, algorithms);
    }
  }

  private static void check(
      @Nullable String secret,
      @Nullable URI jwksUrl,
      @Nullable String issuer,
      @Nullable String audience,
      Set<String> algorithms) {
    require(
        issuer != null && audience != null,
        "METAAGENT_JWT_ISSUER and METAAGENT_JWT_AUDIENCE are needed with METAAGENT_JWT_SECRET or"
            + " METAAGENT_JWT_JWKS_URL");
    require(
        secret == null || secret.getBytes(StandardCharsets.UTF_8).length >= SHORTEST_SECRET,
        "METAAGENT_JWT_SECRET needs at least " + SHORTEST_SECRET + " bytes");
    require(
        jwksUrl == null || List.of("https", "http").contains(String.valueOf(jwksUrl.getScheme())),
        "METAAGENT_JWT_JWKS_URL is an https address");
    for (String name : algorithms) {
      JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
      boolean shared = JWSAlgorithm.Family.HMAC_SHA.contains(algorithm);
      boolean signed = JWSAlgorithm.Family.SIGNATURE.contains(algorithm);
      require(
          shared || signed, "METAAGENT_JWT_ALGORITHMS lists algorithms such as ES256, not " + name);
      require(
          shared ? secret != null : jwksUrl != null,
          "METAAGENT_JWT_ALGORITHMS lists "
              + name
              + ", which needs "
              + (shared ? "METAAGENT_JWT_SECRET" : "METAAGENT_JWT_JWKS_URL"));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  boolean configured() {
    return secret != null || jwksUrl != null;
  }

  /// The accepted algorithms that use the shared secret.
  Set<JWSAlgorithm> shared() {
    return secret == null ? Set.of() : chosen(JWSAlgorithm.Family.HMAC_SHA, Set.of("HS256"));
  }

  /// The accepted algorithms that use a public key of the issuer.
  Set<JWSAlgorithm> signed() {
    return jwksUrl == null
        ? Set.of()
        : chosen(JWSAlgorithm.Family.SIGNATURE, Set.of("ES256", "RS256"));
  }

  private Set<JWSAlgorithm> chosen(JWSAlgorithm.Family family, Set<String> otherwise) {
    return (algorithms.isEmpty() ? otherwise : algorithms)
        .stream()
            .map(JWSAlgorithm::parse)
            .filter(family::contains)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  @Override
  public String toString() {
    return "JwtSettings[" + (configured() ? issuer : "none") + "]";
  }
}
