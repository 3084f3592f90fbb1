package dev.metaagent.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.metaagent.kernel.OrganizationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/// An identity provider that signs like Supabase does: with a shared secret as its old projects,
/// and with a key of its own, published over HTTP, as its new ones.
public final class TestIssuer {

  public static final String ISSUER = "https://project.supabase.example/auth/v1";
  public static final String AUDIENCE = "authenticated";
  public static final String SECRET = "a-shared-secret-of-at-least-32-bytes-for-tests";

  private static final TestIssuer SHARED = new TestIssuer();

  private final ECKey key;
  private final HttpServer server;

  private TestIssuer() {
    try {
      this.key = new ECKeyGenerator(Curve.P_256).keyID("current").generate();
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /// What a server that trusts this issuer is started with.
  static List<String> settings() {
    return List.of(
        "--METAAGENT_JWT_SECRET=" + SECRET,
        "--METAAGENT_JWT_JWKS_URL=" + jwksUrl(),
        "--METAAGENT_JWT_ISSUER=" + ISSUER,
        "--METAAGENT_JWT_AUDIENCE=" + AUDIENCE,
        "--METAAGENT_JWT_ROLE_CLAIM=app_metadata.role");
  }

  public static String jwksUrl() {
    return "http://localhost:" + SHARED.server.getAddress().getPort() + "/.well-known/jwks.json";
  }

  /// What a token of somebody says, to be changed before it is signed.
  public static JWTClaimsSet.Builder claims(
      OrganizationId organization, String subject, String email) {
    long now = System.currentTimeMillis();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject)
        .claim("email", email)
        .claim("role", "authenticated")
        .claim("is_anonymous", false)
        .claim("app_metadata", Map.of("organization_id", organization.toString()))
        .issueTime(Date.from(Instant.ofEpochMilli(now)))
        .expirationTime(Date.from(Instant.ofEpochMilli(now + 3_600_000)));
  }

  /// A token signed with the published key.
  public static String es256(JWTClaimsSet claims) {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("current").build(),
        claims,
        () -> new ECDSASigner(SHARED.key));
  }

  /// A token signed with the shared secret.
  public static String hs256(JWTClaimsSet claims) {
    return signed(new JWSHeader(JWSAlgorithm.HS256), claims, () -> new MACSigner(SECRET));
  }

  /// How a signer is made.
  public interface Signing {
    JWSSigner signer() throws JOSEException;
  }

  /// A token with any header and any signer.
  public static String signed(JWSHeader header, JWTClaimsSet claims, Signing signing) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signing.signer());
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
