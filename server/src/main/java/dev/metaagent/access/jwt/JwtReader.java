package dev.metaagent.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads JWTs of the one issuer that is configured: an accepted algorithm, a right signature, the
/// issuer, the audience, and a time between `nbf` and `exp`. A shared secret is only ever used for
/// HMAC and a public key only for signatures, whatever a token asks for.
@Component
class JwtReader {

  private static final int LEEWAY_SECONDS = 60;
  private static final Duration KEYS_LIVE = Duration.ofMinutes(5);
  private static final Duration KEYS_PATIENCE = Duration.ofSeconds(10);
  private static final Duration KEYS_BETWEEN = Duration.ofSeconds(30);
  private static final Duration KEYS_SURVIVE = Duration.ofHours(1);
  private static final int LONGEST = 16_384;

  private final JwtSettings settings;
  private final Clock clock;
  private final Optional<DefaultJWTProcessor<SecurityContext>> shared;
  private final Optional<DefaultJWTProcessor<SecurityContext>> signed;

  JwtReader(JwtSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.shared =
        Optional.ofNullable(settings.secret())
            .map(secret -> new ImmutableSecret<>(secret.getBytes(StandardCharsets.UTF_8)))
            .map(secret -> processor(settings.shared(), secret));
    this.signed =
        Optional.ofNullable(settings.jwksUrl()).map(url -> processor(settings.signed(), keys(url)));
  }

  boolean configured() {
    return settings.configured();
  }

  /// Keys are cached for minutes and fetched again for an unknown key id, at most twice in half a
  /// minute; while the issuer is unavailable the last ones are used for up to an hour.
  private static JWKSource<SecurityContext> keys(URI url) {
    try {
      return JWKSourceBuilder.create(url.toURL(), new JwksRetriever())
          .cache(KEYS_LIVE.toMillis(), KEYS_PATIENCE.toMillis())
          .rateLimited(KEYS_BETWEEN.toMillis())
          .outageTolerant(KEYS_SURVIVE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("METAAGENT_JWT_JWKS_URL is not an address", e);
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(
      Set<JWSAlgorithm> accepted, JWKSource<SecurityContext> keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(accepted, keys));
    processor.setJWTClaimsSetVerifier(claims());
    return processor;
  }

  private DefaultJWTClaimsVerifier<SecurityContext> claims() {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(LEEWAY_SECONDS);
    return verifier;
  }

  /// The identity in a token.
  ///
  /// @throws MetaAgentException UNAUTHENTICATED where it is not valid, IDENTITY_UNAVAILABLE where
  ///   the keys of its issuer cannot be fetched
  JwtIdentity read(String text) {
    try {
      if (text.length() > LONGEST) {
        throw invalid(null);
      }
      SignedJWT token = SignedJWT.parse(text);
      boolean hmac = JWSAlgorithm.Family.HMAC_SHA.contains(token.getHeader().getAlgorithm());
      JWTClaimsSet claims =
          (hmac ? shared : signed).orElseThrow(() -> invalid(null)).process(token, null);
      return identity(claims);
    } catch (RateLimitReachedException | ParseException | BadJOSEException e) {
      throw invalid(e);
    } catch (KeySourceException e) {
      throw new MetaAgentException(
          ErrorCode.IDENTITY_UNAVAILABLE,
          "The keys of the identity provider cannot be fetched. Try again.",
          List.of(),
          KEYS_BETWEEN,
          e);
    } catch (JOSEException e) {
      throw invalid(e);
    }
  }

  private static MetaAgentException invalid(@Nullable Throwable cause) {
    return new MetaAgentException(
        ErrorCode.UNAUTHENTICATED,
        "The JWT is not valid here: its signature, issuer, audience or time.",
        List.of(),
        null,
        cause);
  }

  private JwtIdentity identity(JWTClaimsSet claims) {
    Map<String, Object> all = claims.getClaims();
    if (Boolean.TRUE.equals(all.get("is_anonymous"))) {
      throw invalid(null);
    }
    Object said = all.get("email_verified");
    boolean verified = said != null && "true".equalsIgnoreCase(said.toString());
    String email = said != null && !verified ? null : text(all.get("email"));
    String organization = text(at(all, settings.organizationClaim()));
    return new JwtIdentity(
        claims.getSubject(),
        email == null ? null : email.strip().toLowerCase(Locale.ROOT),
        email != null && verified,
        text(all.get("name")),
        organization == null ? null : organization(organization),
        settings.roleClaim() == null ? null : role(text(at(all, settings.roleClaim()))));
  }

  private static @Nullable OrganizationId organization(String text) {
    try {
      return OrganizationId.parse(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The claim of this very name, or the one that a path of names leads to.
  private static @Nullable Object at(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object value = claims;
    for (String step : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }

  private static @Nullable Role role(@Nullable String name) {
    for (Role role : Role.values()) {
      if (role.ofPeople() && role.wire().equals(name)) {
        return role;
      }
    }
    return null;
  }
}
