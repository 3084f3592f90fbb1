package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.content.Compression;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The policy over HTTP, and what it leaves in the database.
class PolicyApiTest {

  private static final String POLICY = "/api/v1/privacy-policy";

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  @Test
  void aPersonIsFoundAndErasedByTheValueThatWasReplaced() throws InterruptedException {
    asking.send(
        SentRun.of("Writer", now)
            .with("user.id", "Ada@x.example")
            .with("session.id", "user-4711")
            .saying("write to ada@x.example", "done"));
    Asking.eventually(
        () -> asking.get("/api/v1/executions?q=ada%40x.example").get("items").size() == 1);

    JsonNode found = asking.get("/api/v1/executions?userId=ada%40x.example").get("items");
    assertThat(found.size()).isEqualTo(1);
    assertThat(found.get(0).get("userId").asString()).matches("<EMAIL:k[a-z2-7]{14}>");
    assertThat(found.get(0).get("sessionId").asString()).isEqualTo("user-4711");
    assertThat(asking.get("/api/v1/executions?q=ada%40y.example").get("items").size()).isZero();
    assertThat(asking.get("/api/v1/connect/first").get("understood").toString())
        .contains("1 e-mail address replaced before storing");

    asking.send("DELETE", "/api/v1/users/ada@x.example", "{\"reason\":\"ada@x.example left\"}");
    Asking.eventually(() -> asking.get("/api/v1/executions").get("items").size() == 0);
    assertThat(everything()).noneMatch(row -> row.contains("ada@x.example"));
  }

  @Test
  void anOrganizationChoosesWhatHappens() throws InterruptedException {
    JsonNode before = asking.get(POLICY);
    assertThat(before.get("version").asInt()).isZero();
    assertThat(before.get("classes").get(0).toString())
        .contains("\"id\":\"email\"", "\"action\":\"hash\"", "\"standard\":\"hash\"");

    var changed =
        asking.send(
            "PUT",
            POLICY,
            """
            {"classes":{"email":"keep","phone":"redact","card":"drop"},"nameKeys":["hero"],
             "attributes":[{"key":"app.note.*","action":"drop"},{"key":"app.*.raw","action":"keep"},
               {"key":"app.secret","action":"hash"}],
             "patterns":[{"id":"customer_number","name":"Customers","pattern":"C-[0-9]{6}","action":"hash"}],
             "reason":"agreed"}\
            """);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(asking.get(POLICY).get("version").asInt()).isEqualTo(1);
    assertThat(asking.get("/api/v1/audit").toString()).contains("privacy.set", "agreed");

    asking.send(
        SentRun.of("Writer", now)
            .with("app.note.private", "anything")
            .with("app.mail.raw", "call +49 30 5550123")
            .with("app.secret", "plain")
            .saying(
                "ada@x.example, +49 30 5550124, 4111 1111 1111 1111 of C-123456",
                "{\"hero\":\"Ada\",\"first_name\":\"Grace\"}"));
    Asking.eventually(() -> !contents().isEmpty());
    String stored = String.join("", contents());
    assertThat(stored)
        .contains("ada@x.example, <PHONE>,  of <CUSTOMER_NUMBER:k", "call +49 30 5550123")
        .contains("<ATTRIBUTE:k", "\"hero\":\"<PERSON_NAME:k", "\"first_name\":\"Grace\"")
        .doesNotContain("C-123456", "app.note.private", "anything", "4111 1111");
  }

  @Test
  void everyWrongChoiceIsNamed() {
    var answer =
        asking.send(
            "PUT",
            POLICY,
            """
            {"classes":{"nose":"hash","email":"burn"},"attributes":[{"key":"","action":"keep"},null],
             "nameKeys":["",null],
             "patterns":[{"id":"email","pattern":"(","action":"hash"},{"id":"any","pattern":".*","action":"hash"},
               {"id":"huge","pattern":"((a{1000}){1000}){10}","action":"hash"},null]}\
            """);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("classes.nose", "classes.email", "attributes[0].key", "patterns[0].id")
        .contains("patterns[0].pattern", "patterns[1].pattern", "patterns[2].pattern")
        .contains("attributes[1].key", "patterns[3].id", "nameKeys[0]", "nameKeys[1]");
    assertThat(asking.get(POLICY).get("version").asInt()).isZero();
  }

  @Test
  void aTextIsTriedWithoutBeingStored() {
    String text = "{\\\"to\\\":\\\"ada\\\\u0040x.example\\\"}";
    JsonNode tried =
        TestServer.json(
            asking.send(
                "POST",
                POLICY + "/try",
                "{\"text\":\"" + text + "\",\"policy\":{\"classes\":{\"email\":\"redact\"}}}"));
    assertThat(tried.get("text").asString()).isEqualTo("{\"to\":\"<EMAIL>\"}");
    JsonNode finding = tried.get("findings").get(0);
    assertThat(finding.get("class").asString()).isEqualTo("email");
    assertThat(finding.get("start").asInt()).isEqualTo(7);
    assertThat(finding.get("end").asInt()).isEqualTo(25);
    assertThat(finding.get("replacement").asString()).isEqualTo("<EMAIL>");
    assertThat(asking.get(POLICY).get("version").asInt()).isZero();
  }

  @Test
  void noPersonalValueOfAnyCaptureIsInAnyTable() throws InterruptedException {
    List<Captures.Capture> captures = Captures.all();
    Assumptions.assumeThat(captures)
        .as("the recorded telemetry is beside the repository")
        .isNotEmpty();
    List<String> personal = new ArrayList<>();
    for (Captures.Capture capture : captures) {
      capture.expectedRun().path("personalData").forEach(value -> personal.add(value.asString()));
      for (Captures.Request request : capture.requests()) {
        asking.post(
            request.isLogs() ? "/v1/logs" : "/v1/traces",
            request.type().mediaType(),
            request.body());
      }
    }
    assertThat(personal).isNotEmpty();
    Asking.eventually(() -> words() > 0);

    List<String> all = everything();
    all.addAll(contents());
    assertThat(all).hasSizeGreaterThan(500);
    assertThat(all).anyMatch(row -> row.contains("<EMAIL:k"));
    for (String value : personal) {
      assertThat(all).noneMatch(row -> row.contains(value));
    }
    assertThat(all).noneMatch(row -> row.contains("jane.doe") || row.contains("5550123"));
  }

  private long words() {
    return read("select words::text from execution_words").size();
  }

  private List<String> contents() {
    return Tenant.call(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .read(() ->
                    JdbcClient.create(asking.bean(DataSource.class))
                        .sql("select body from action_contents")
                        .query(byte[].class)
                        .list()
                        .stream()
                        .map(body ->
                            new String(Compression.decompress(body), StandardCharsets.UTF_8))
                        .toList()));
  }

  /// Every row that the organization has anywhere, as text.
  private List<String> everything() {
    List<String> rows = new ArrayList<>();
    List<String> tables =
        read(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'organization_id'
              and c.relnamespace = current_schema()::regnamespace
              and has_table_privilege(c.oid, 'select')\
            """);
    assertThat(tables).contains("executions", "audit_log", "execution_words");
    tables.forEach(table -> rows.addAll(read("select t::text from " + table + " t")));
    return rows;
  }

  private List<String> read(String sql) {
    return Tenant.call(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .read(() ->
                    JdbcClient.create(asking.bean(DataSource.class))
                        .sql(sql)
                        .query(String.class)
                        .list()));
  }
}
