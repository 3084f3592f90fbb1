package dev.metaagent.executions.erase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.content.Compression;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ErasingTest {

  private static final List<String> TABLES =
      List.of(
          "executions",
          "agent_execution_logs",
          "action_contents",
          "execution_words",
          "traces",
          "execution_attributes",
          "action_log_records");

  private final Instant now = Clock.systemUTC().instant();

  private <T> T read(Asking asking, java.util.function.Supplier<T> work) {
    return Tenant.call(
        asking.organization(), () -> asking.bean(TenantTransactions.class).read(work));
  }

  private long rows(Asking asking, String table) {
    return read(
        asking,
        () ->
            JdbcClient.create(asking.bean(javax.sql.DataSource.class))
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single());
  }

  private String content(Asking asking) {
    List<byte[]> bodies =
        read(
            asking,
            () ->
                JdbcClient.create(asking.bean(javax.sql.DataSource.class))
                    .sql("select body from action_contents")
                    .query(byte[].class)
                    .list());
    StringBuilder text = new StringBuilder();
    for (byte[] body : bodies) {
      text.append(new String(Compression.decompress(body), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  @Test
  void removesAnExecutionFromEverywhereAndWritesItDown() throws InterruptedException {
    Asking asking = new Asking();
    SentRun run = SentRun.of("Writer", now).saying("my secret", "is safe");
    asking.send(run);
    Asking.eventually(() -> rows(asking, "execution_words") == 1);

    String path = "/api/v1/executions/" + run.id();
    assertThat(asking.send("DELETE", path, "{}").statusCode()).isEqualTo(400);
    var accepted = asking.send("DELETE", path, "{\"reason\":\"asked by the customer\"}");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.body()).contains("\"job\"");
    Asking.eventually(() -> asking.raw(path).statusCode() == 404);
    for (String table : TABLES) {
      assertThat(rows(asking, table)).as(table).isZero();
    }
    Asking.eventually(() -> asking.get("/api/v1/audit").toString().contains("execution.erased"));
    assertThat(asking.get("/api/v1/audit").toString())
        .contains("execution.erase\"", "asked by the customer");
    assertThat(asking.send("DELETE", path, "{\"reason\":\"again\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void leavesTheRestOfTheTraceReadable() throws InterruptedException {
    Asking asking = new Asking();
    SentRun outer =
        SentRun.of("Planner", now).saying("outer words", "y").lasting(Duration.ofSeconds(9));
    asking.send(outer);
    asking.sendBelow(outer, "Searcher", 3);
    String child =
        asking.get("/api/v1/executions/" + outer.id()).get("children").get(0).get("id").asString();
    assertThat(content(asking)).contains("a question", "outer words");

    asking.send("DELETE", "/api/v1/executions/" + child, "{\"reason\":\"test\"}");

    Asking.eventually(() -> asking.raw("/api/v1/executions/" + child).statusCode() == 404);
    assertThat(content(asking)).contains("outer words").doesNotContain("a question");
    assertThat(
            asking.get("/api/v1/executions/" + outer.id()).get("total").get("inputTokens").asInt())
        .isEqualTo(1000);
  }

  @Test
  void endUsersAreErasedWhateverTheirIdIsMadeOf() throws InterruptedException {
    Asking asking = new Asking();
    List<String> ids =
        List.of("acme/u1", "https://idp/users/7?x=1#y", "a\\b", "l" + "o".repeat(400) + "ng");
    for (String id : ids) {
      asking.send(SentRun.of("Writer", now).with("metaagent.user.id", id));
    }
    assertThat(rows(asking, "executions")).isEqualTo(4);

    for (String id : ids) {
      String query = Asking.encoded(id);
      assertThat(asking.get("/api/v1/executions?userId=" + query).get("items").size())
          .as(id)
          .isEqualTo(1);
      assertThat(
              asking
                  .send("DELETE", "/api/v1/users?id=" + query, "{\"reason\":\"left\"}")
                  .statusCode())
          .as(id)
          .isEqualTo(202);
    }
    Asking.eventually(() -> rows(asking, "executions") == 0);
  }

  @Test
  void sessionsAreReadWhateverTheirIdIsMadeOf() {
    Asking asking = new Asking();
    for (String id : List.of("acme/s1", "a\\b", "l" + "o".repeat(400) + "ng")) {
      asking.send(SentRun.of("Writer", now).with("session.id", id));
      String query = Asking.encoded(id);
      assertThat(asking.get("/api/v1/sessions?id=" + query).get("executionCount").asInt())
          .isEqualTo(1);
      assertThat(asking.get("/api/v1/executions?sessionId=" + query).get("items").size())
          .isEqualTo(1);
    }
    assertThat(asking.raw("/api/v1/sessions?id=none").statusCode()).isEqualTo(404);
    assertThat(asking.raw("/api/v1/sessions").statusCode()).isEqualTo(400);
  }

  @Test
  void removesEverythingOfOneEndUser() throws InterruptedException {
    Asking asking = new Asking();
    asking.send(
        SentRun.of("Writer", now).with("metaagent.user.id", "user-1"),
        SentRun.of("Reader", now).with("metaagent.user.id", "user-1"),
        SentRun.of("Reader", now).with("metaagent.user.id", "user-2"));

    var accepted = asking.send("DELETE", "/api/v1/users/user-1", "{\"reason\":\"left us\"}");

    assertThat(accepted.statusCode()).isEqualTo(202);
    Asking.eventually(() -> rows(asking, "executions") == 1);
    assertThat(asking.get("/api/v1/executions").get("items").get(0).get("userId").asString())
        .isEqualTo("user-2");
    assertThat(asking.get("/api/v1/audit").toString()).doesNotContain("user-1");
  }

  @Test
  void whatAnEndUserSaidAndViewsThatNameThemAreErasedToo() throws InterruptedException {
    Asking asking = new Asking();
    String user = "acme/user 1";
    SentRun others = SentRun.of("Reader", now).with("metaagent.user.id", "user-2");
    asking.send(SentRun.of("Writer", now).with("metaagent.user.id", user), others);
    String outcome =
        """
        {"executionId":"%s","kind":"rating","success":true,"source":"person","by":"%s","comment":"call me"}
        """
            .formatted(others.id(), user);
    assertThat(asking.send("POST", "/api/v1/outcomes", outcome).body()).contains("attached");
    for (String query : List.of("userId=acme%2Fuser+1", "failed=true")) {
      asking.send(
          "POST",
          "/api/v1/views",
          "{\"name\":\"%s\",\"page\":\"executions\",\"query\":\"%s\"}".formatted(query, query));
    }

    asking.send("DELETE", "/api/v1/users?id=" + Asking.encoded(user), "{\"reason\":\"left\"}");

    Asking.eventually(() -> rows(asking, "executions") == 1);
    String said = asking.get("/api/v1/executions/" + others.id() + "/outcomes").toString();
    assertThat(said).contains("rating").doesNotContain(user).doesNotContain("call me");
    assertThat(Asking.texts(asking.get("/api/v1/views"), "query")).containsExactly("failed=true");
  }

  @Test
  void anEndUserIsFoundWhetherThePolicyOfThatTimeReplacedTheIdOrNot() throws InterruptedException {
    Asking asking = new Asking();
    String user = "ada.lovelace@example.org";
    asking.send(SentRun.of("Writer", now).with("metaagent.user.id", user));
    String before = "update executions set user_id = ?";
    Tenant.run(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .write(() ->
                    JdbcClient.create(asking.bean(javax.sql.DataSource.class))
                        .sql(before)
                        .param(user)
                        .update()));
    asking.send(SentRun.of("Writer", now).with("metaagent.user.id", user));
    assertThat(rows(asking, "executions")).isEqualTo(2);

    asking.send("DELETE", "/api/v1/users?id=" + Asking.encoded(user), "{\"reason\":\"left\"}");

    Asking.eventually(() -> rows(asking, "executions") == 0);
  }
}
