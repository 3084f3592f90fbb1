package dev.metaagent.access.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which tokens are believed, and everything that looks like one.
class JwtReaderTest {

  private final String subject = UUID.randomUUID().toString();
  private final String email = "eve-" + subject + "@example.org";

  private JWTClaimsSet.Builder claims() {
    return TestIssuer.claims(new OrganizationId(UUID.randomUUID()), subject, email);
  }

  private static JwtSettings settings(
      @Nullable String secret, @Nullable String url, String... algorithms) {
    return new JwtSettings(
        secret,
        url == null ? null : URI.create(url),
        TestIssuer.ISSUER,
        TestIssuer.AUDIENCE,
        Set.of(algorithms),
        "app_metadata.organization_id",
        null);
  }

  private static JwtReader reader(JwtSettings settings) {
    return new JwtReader(settings, Clock.systemUTC());
  }

  private final JwtReader both = reader(settings(TestIssuer.SECRET, TestIssuer.jwksUrl()));

  private void refused(JwtReader reader, String token) {
    assertThatThrownBy(() -> reader.read(token))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
  }

  @Test
  void everyWrongClaimIsRefused() {
    long now = System.currentTimeMillis();
    assertThat(both.read(TestIssuer.es256(claims().build())).subject()).isEqualTo(subject);
    for (JWTClaimsSet wrong :
        List.of(
            claims().issuer("https://other.example").build(),
            claims().issuer(null).build(),
            claims().audience("other").build(),
            claims().audience(List.of()).build(),
            claims().expirationTime(null).build(),
            claims().expirationTime(Date.from(Instant.ofEpochMilli(now - 61_000))).build(),
            claims().notBeforeTime(Date.from(Instant.ofEpochMilli(now + 70_000))).build(),
            claims().subject(null).build())) {
      refused(both, TestIssuer.es256(wrong));
      refused(both, TestIssuer.hs256(wrong));
    }
    assertThat(
            both.read(
                    TestIssuer.es256(
                        claims()
                            .audience(List.of("x", TestIssuer.AUDIENCE))
                            .expirationTime(Date.from(Instant.ofEpochMilli(now - 50_000)))
                            .notBeforeTime(Date.from(Instant.ofEpochMilli(now + 50_000)))
                            .build()))
                .email())
        .isEqualTo(email);
  }

  @Test
  void noTokenChoosesHowItIsChecked() throws JOSEException {
    JWTClaimsSet claims = claims().build();
    refused(both, new PlainJWT(claims).serialize());
    refused(both, TestIssuer.es256(claims).replaceAll("\\.[^.]*$", "."));
    JwtReader onlyKeys = reader(settings(null, TestIssuer.jwksUrl()));
    refused(onlyKeys, TestIssuer.hs256(claims));
    refused(reader(settings(TestIssuer.SECRET, null)), TestIssuer.es256(claims));
    String publicKeyAsSecret = jwks();
    refused(
        both,
        TestIssuer.signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("current").build(),
            claims,
            () -> new MACSigner(publicKeyAsSecret)));
    ECKey own = new ECKeyGenerator(Curve.P_256).keyID("current").generate();
    refused(
        both,
        TestIssuer.signed(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("current")
                .jwk(own.toPublicJWK())
                .build(),
            claims,
            () -> new ECDSASigner(own)));
    refused(
        both,
        TestIssuer.signed(
            new JWSHeader(JWSAlgorithm.HS512), claims, () -> new MACSigner("x".repeat(64))));
  }

  private static String jwks() {
    try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(TestIssuer.jwksUrl())).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "none,false",
    "ES256,false",
    "HS256,true",
    "HS512,true",
    "'',true",
    "RSA1_5,false",
    "'HS256,RS256',false"
  })
  void onlyAlgorithmsThatTheKeyFitsMayBeListed(String algorithms, boolean possible) {
    String[] names = algorithms.isEmpty() ? new String[0] : algorithms.split(",", -1);
    if (possible) {
      assertThat(settings(TestIssuer.SECRET, null, names).configured()).isTrue();
    } else {
      assertThatThrownBy(() -> settings(TestIssuer.SECRET, null, names))
          .hasMessageContaining("METAAGENT_JWT_ALGORITHMS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,false,'',HS256,''",
    "false,true,'','','ES256 RS256'",
    "true,true,'',HS256,'ES256 RS256'",
    "true,true,'HS512,ES384',HS512,ES384",
    "true,true,'RS256','',RS256"
  })
  void whatIsAcceptedFollowsFromTheKeysThatThereAre(
      boolean secret, boolean url, String listed, String shared, String signed) {
    JwtSettings settings =
        settings(
            secret ? TestIssuer.SECRET : null,
            url ? "https://issuer.example/jwks" : null,
            listed.isEmpty() ? new String[0] : listed.split(",", -1));
    assertThat(names(settings.shared())).isEqualTo(shared);
    assertThat(names(settings.signed())).isEqualTo(signed);
  }

  private static String names(Set<JWSAlgorithm> algorithms) {
    return algorithms.stream().map(JWSAlgorithm::getName).sorted().collect(Collectors.joining(" "));
  }

  @Test
  void noSecretIsWrittenIntoALog() {
    assertThat(settings(TestIssuer.SECRET, null)).asString().doesNotContain(TestIssuer.SECRET);
  }

  @Test
  void aServerDoesNotStartWithHalfAConfiguration() {
    assertThatThrownBy(() -> settings("too short", null)).hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> settings(null, "ftp://x/jwks")).hasMessageContaining("https");
    assertThatThrownBy(
            () -> new JwtSettings(TestIssuer.SECRET, null, null, null, Set.of(), "o", null))
        .hasMessageContaining("METAAGENT_JWT_ISSUER");
    assertThat(new JwtSettings(" ", null, null, null, Set.of(), "o", null).configured()).isFalse();
  }

  @Test
  void aNewKeyIsFetchedAndAFloodOfUnknownOnesIsNot() throws Exception {
    RSAKey first = new RSAKeyGenerator(2048).keyID("first").generate();
    RSAKey second = new RSAKeyGenerator(2048).keyID("second").generate();
    AtomicReference<JWKSet> published = new AtomicReference<>(new JWKSet(first.toPublicJWK()));
    AtomicInteger asked = new AtomicInteger();
    HttpServer keys =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = published.get().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    keys.start();
    try {
      JwtReader reader =
          reader(settings(null, "http://localhost:" + keys.getAddress().getPort() + "/jwks"));
      assertThat(reader.read(rs256(first)).subject()).isEqualTo(subject);
      assertThat(reader.read(rs256(first)).subject()).isEqualTo(subject);
      assertThat(asked).hasValue(1);
      published.set(new JWKSet(List.of(first.toPublicJWK(), second.toPublicJWK())));
      assertThat(reader.read(rs256(second)).subject()).isEqualTo(subject);
      for (int i = 0; i < 20; i++) {
        refused(reader, rs256(new RSAKey.Builder(second).keyID("unknown-" + i).build()));
      }
      assertThat(asked.get()).isLessThanOrEqualTo(4);
      assertThat(reader.read(rs256(second)).subject()).isEqualTo(subject);
    } finally {
      keys.stop(0);
    }
  }

  private String rs256(RSAKey key) {
    return TestIssuer.signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        claims().build(),
        () -> new RSASSASigner(key));
  }

  @Test
  void keysComeFromTheConfiguredAddressAndNotFromWhereItPoints() throws IOException {
    HttpServer keys =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", TestIssuer.jwksUrl());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    keys.start();
    try {
      JwtReader reader =
          reader(settings(null, "http://localhost:" + keys.getAddress().getPort() + "/jwks"));
      assertThatThrownBy(() -> reader.read(TestIssuer.es256(claims().build())))
          .isInstanceOfSatisfying(
              MetaAgentException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.IDENTITY_UNAVAILABLE));
    } finally {
      keys.stop(0);
    }
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNotWaitedForLong() throws IOException {
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JwtReader reader =
          reader(settings(null, "http://localhost:" + silent.getLocalPort() + "/jwks"));
      String token = TestIssuer.es256(claims().build());
      long before = System.nanoTime();
      assertThatThrownBy(() -> reader.read(token))
          .isInstanceOfSatisfying(
              MetaAgentException.class, e -> assertThat(e.code().status()).isEqualTo(503));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
    }
  }
}
