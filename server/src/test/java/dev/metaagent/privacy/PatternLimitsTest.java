package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.content.Compression;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Patterns of one organization cost only that organization, and only so much.
class PatternLimitsTest {

  private static final String POLICY = "/api/v1/privacy-policy";

  /// Each x begins a match that may end at the last character: all matches together take time in
  /// the square of the length.
  private static final String SQUARE =
      "[{\"id\":\"square\",\"pattern\":\"x[^y]*y|x\",\"action\":\"redact\"}]";

  /// Far less than the patterns would take, and enough for a machine that does much else.
  private static final Duration PROMPTLY = Duration.ofSeconds(10);

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  /// Patterns that are within every other limit.
  private static String large(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "{\"id\":\"p_%c\",\"pattern\":\"(?i)([a-z]{1,50}[0-9]?){1,15}@@%d\",\"action\":\"redact\"}"
                .formatted('a' + i, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void patternsThatAreTooLargeTogetherAreNotTaken() {
    HttpResponse<String> answer = asking.send("PUT", POLICY, "{\"patterns\":" + large(20) + "}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_field", "\"patterns\"", "together");
    assertThat(asking.get(POLICY).get("version").asInt()).isZero();
    assertThat(
            asking
                .send(
                    "POST",
                    POLICY + "/try",
                    "{\"text\":\"a\",\"policy\":{\"patterns\":" + large(20) + "}}")
                .statusCode())
        .isEqualTo(400);
    assertThat(asking.send("PUT", POLICY, "{\"patterns\":" + large(1) + "}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void storedPatternsBeyondTheLimitAreOffAndShown() {
    Tenant.run(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .write(() ->
                    JdbcClient.create(asking.bean(DataSource.class))
                        .sql(
                            """
                            insert into privacy_policies
                              (organization_id, version, key_id, choices, updated_at, updated_by)
                            values (?, 1, 'k', ?, now(), 'test')\
                            """)
                        .params(asking.organization().value(), "{\"patterns\":" + large(20) + "}")
                        .update()));

    JsonNode policy = asking.get(POLICY);
    assertThat(policy.get("patterns").size()).isEqualTo(20);
    assertThat(policy.get("patternsOff").size()).isEqualTo(19);
    assertThat(policy.get("patternsOff").toString()).contains("p_b", "p_t").doesNotContain("p_a");
    asking.send(SentRun.of("Writer", now).saying("a", "b"));
    assertThat(asking.names("")).hasSize(1);
  }

  @Test
  void triesThatTakeLongHoldNobody() throws Exception {
    String body =
        "{\"text\":\"" + "x".repeat(99_000) + "\",\"policy\":{\"patterns\":" + SQUARE + "}}";
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> asking.send("POST", POLICY + "/try", body));
    CompletableFuture<HttpResponse<String>> second =
        CompletableFuture.supplyAsync(() -> asking.send("POST", POLICY + "/try", body));

    while (!first.isDone() || !second.isDone()) {
      long begun = System.nanoTime();
      assertThat(TestServer.remote().get("/health/live").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPTLY);
      Thread.sleep(20);
    }
    assertThat(first.get().body() + second.get().body()).contains("\"withheld\":true");
    assertThat(first.get().statusCode()).isIn(200, 429);
    assertThat(second.get().statusCode()).isIn(200, 429);
  }

  @Test
  void aTextWhosePatternsTakeTooLongIsStoredWithheld() throws InterruptedException {
    assertThat(asking.send("PUT", POLICY, "{\"patterns\":" + SQUARE + "}").statusCode())
        .isEqualTo(200);
    Asking others = new Asking();
    others.send(SentRun.of("Quick", now));
    String secret = "x".repeat(99_000);

    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(
            () -> asking.send(SentRun.of("Slow", now).saying("six x: xxxxxx", secret)));
    while (!slow.isDone()) {
      long begun = System.nanoTime();
      others.send(SentRun.of("Quick", now));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPTLY);
    }
    slow.join();

    assertThat(stored()).contains("<WITHHELD>", "si<SQUARE>").doesNotContain("xxx");
    assertThat(asking.names("")).containsExactly("Slow");
  }

  private String stored() {
    List<byte[]> bodies =
        Tenant.call(
            asking.organization(),
            () ->
                asking
                    .bean(TenantTransactions.class)
                    .read(() ->
                        JdbcClient.create(asking.bean(DataSource.class))
                            .sql("select body from action_contents")
                            .query(byte[].class)
                            .list()));
    return bodies.stream()
        .map(body -> new String(Compression.decompress(body), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }
}
