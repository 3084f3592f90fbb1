package dev.metaagent.access.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Authenticator;
import dev.metaagent.access.Credential;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.limits.SignInLimits;
import dev.metaagent.access.members.PeopleSteps;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.testing.Browser;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// People sign in and out, and whoever guesses is slowed down.
class SessionsTest extends PeopleSteps {

  private static final SignIn.From HERE = new SignIn.From("127.0.0.1", null);

  /// A wrong password that costs no hash, so that a slow machine guesses as fast as others.
  private static final String ENDLESS = "x".repeat(201);

  @Test
  void aPasswordOpensASessionAndAWrongOneSaysNothing() {
    String email = email();
    member(email, "viewer");
    Browser browser = new Browser(server);
    HttpResponse<String> wrong =
        browser.post("/api/v1/session", credentials(email, "not this sentence"));
    HttpResponse<String> unknown =
        browser.post("/api/v1/session", credentials(email(), "not this sentence"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(browser.cookies()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(journal()).contains("session.refuse"));
    assertThat(browser.post("/api/v1/session", credentials(email, PASSWORD)).statusCode())
        .isEqualTo(200);
    assertThat(browser.status().at("/organization/id").asString())
        .isEqualTo(organization.toString());
  }

  @Test
  void everyAttemptComputesTheSameHashes() {
    String known = email();
    member(known, "viewer");
    Timer hashes = server.bean(MeterRegistry.class).get("metaagent.passwords.hashed").timer();
    for (String address : List.of(known, email())) {
      for (String password : List.of("not this sentence", PASSWORD)) {
        long before = hashes.count();
        new Browser(server).post("/api/v1/session", credentials(address, password));
        assertThat(hashes.count() - before).as(password).isEqualTo(SignIn.HASHES);
      }
    }
  }

  @Test
  void onlyHashesAreStored() {
    String email = email();
    JsonNode invitation = invite(email(), "viewer");
    Browser browser = member(email, "viewer");
    String secret = browser.cookies().values().iterator().next().split("_", -1)[3];
    String stored =
        read("select string_agg(m::text, ',') from members m")
            + read("select string_agg(s::text, ',') from sessions s");
    assertThat(stored)
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(PASSWORD)
        .doesNotContain(secret)
        .doesNotContain(token(invitation).split("_", -1)[3]);
  }

  @Test
  void signingOutEndsTheSessionOnTheServerToo() {
    Browser browser = member(email(), "viewer");
    String cookie = browser.cookies().entrySet().iterator().next().toString();
    assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertThat(browser.cookies().keySet()).containsExactly("metaagent-device-" + server.port());
    assertThat(
            server
                .send(server.request("/api/v1/status").header("Cookie", cookie).GET())
                .statusCode())
        .isEqualTo(401);
    assertThat(journal()).contains("session.end");
  }

  @Test
  void aPageOfAnotherSiteCannotUseTheCookie() {
    Browser browser = member(email(), "admin");
    String body = "{\"name\": \"x\", \"scope\": \"admin\"}";
    assertThat(browser.post("/api/v1/keys", body).statusCode()).isEqualTo(201);
    for (String origin :
        new String[] {
          "https://evil.example", "null", "http://localhost:1", "https://tools.example"
        }) {
      assertThat(browser.at(origin).post("/api/v1/keys", body).statusCode())
          .as(origin)
          .isEqualTo(403);
      assertThat(browser.post("/api/v1/session", credentials("a@b.example", PASSWORD)).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    HttpRequest.Builder image =
        server
            .request("/api/v1/keys")
            .header("Cookie", browser.cookies().entrySet().iterator().next().toString())
            .header("Sec-Fetch-Site", "cross-site")
            .GET();
    assertThat(server.send(image).statusCode()).isEqualTo(403);
  }

  @Test
  void silenceAndAgeEndASession() {
    Browser idle = member(email(), "viewer");
    change("update sessions set last_seen_at = now() - interval '12 hours 1 second'");
    server.bean(Sessions.class).forget();
    assertThat(idle.get("/api/v1/status").statusCode()).isEqualTo(401);
    Browser old = member(email(), "viewer");
    change("update sessions set expires_at = now() - interval '1 second'");
    server.bean(Sessions.class).forget();
    assertThat(old.get("/api/v1/status").statusCode()).isEqualTo(401);
  }

  @Test
  void useKeepsASessionAliveAndIsWrittenOnceAMinute() {
    Browser browser = member(email(), "viewer");
    change("update sessions set last_seen_at = now() - interval '11 hours'");
    server.bean(Sessions.class).forget();
    assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(200);
    assertThat(
            read("select (now() - max(last_seen_at) < interval '10 seconds')::text from sessions"))
        .isEqualTo("true");
  }

  @Test
  void whoeverGuessesAPasswordIsSlowedDown() {
    String email = email();
    member(email, "viewer");
    Browser browser = new Browser(server);
    SignIn signIn = server.bean(SignIn.class);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> signIn.withPassword(email, ENDLESS, HERE))
          .isInstanceOf(MetaAgentException.class);
    }
    HttpResponse<String> slowed = browser.post("/api/v1/session", credentials(email, ENDLESS));
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void strangersWhoGuessDoNotLockAPersonOut() {
    String email = email();
    Browser known = member(email, "viewer");
    SignIn signIn = server.bean(SignIn.class);
    for (int i = 0; i < 300; i++) {
      SignIn.From stranger = new SignIn.From("203.0.113." + i % 250, null);
      assertThatThrownBy(() -> signIn.withPassword(email, ENDLESS, stranger))
          .isInstanceOf(MetaAgentException.class);
    }
    String forged = known.cookies().get("metaagent-device-" + server.port()) + "A";
    for (String device : new String[] {"", "a.b", forged}) {
      assertThatThrownBy(() -> signIn.withPassword(email, PASSWORD, new SignIn.From("::1", device)))
          .isInstanceOfSatisfying(
              MetaAgentException.class,
              refused -> assertThat(refused.code().status()).isEqualTo(429));
    }
    assertThat(known.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertThat(known.post("/api/v1/session", credentials(email, PASSWORD)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aKnownBrowserGuessesNoMoreThanOthers() {
    String email = email();
    Browser known = member(email, "viewer");
    int status = 401;
    for (int i = 0; i < 60 && status == 401; i++) {
      status = known.post("/api/v1/session", credentials(email, ENDLESS)).statusCode();
    }
    assertThat(status).isEqualTo(429);
  }

  @Test
  void wrongLinksOfANeighbourDoNotUseUpARightOne() {
    SignIn signIn = server.bean(SignIn.class);
    String right = token(invite(email(), "viewer"));
    SignInLimits limits = server.bean(SignInLimits.class);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 50_000; i++) {
                limits.attempt("203.0.113.77");
              }
            })
        .isInstanceOf(MetaAgentException.class);
    assertThat(signIn.withLink(right, PASSWORD, "203.0.113.77").principal().role().wire())
        .isEqualTo("viewer");
  }

  @Test
  void whoeverJustSignedInIsHeardWhileANeighbourGuesses() {
    String email = email();
    member(email, "viewer");
    String remote = "192.0.2.44";
    SignIn.From from = new SignIn.From(remote, null);
    RateLimits limits = server.bean(RateLimits.class);
    for (int i = 0; i < 40; i++) {
      limits.failed(remote);
    }
    String session = server.bean(SignIn.class).withPassword(email, PASSWORD, from).token().reveal();
    assertThat(
            server.bean(Authenticator.class).authenticate(new Credential.Session(session), remote))
        .isInstanceOf(AuthResult.Authenticated.class);
  }

  @Test
  void anAddressThatNobodyCanHaveIsRefusedAndNotRemembered() {
    SignIn signIn = server.bean(SignIn.class);
    String endless = "a".repeat(100_000) + "@example.org";
    for (int i = 0; i < 12; i++) {
      SignIn.From from = new SignIn.From("198.51.100." + i, null);
      assertThatThrownBy(() -> signIn.withPassword(endless, PASSWORD, from))
          .isInstanceOfSatisfying(
              MetaAgentException.class,
              refused -> assertThat(refused.code().status()).isEqualTo(401));
    }
  }
}
