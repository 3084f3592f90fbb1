package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubmitOutcomesTest {

  private static final String PATH = "/api/v1/outcomes";

  private final Instant now = Clock.systemUTC().instant();
  private final Asking asking = new Asking();

  private JsonNode sent(String json) {
    HttpResponse<String> response = asking.send("POST", PATH, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).get("items").get(0);
  }

  private JsonNode success(String id) {
    return asking.get("/api/v1/executions/" + id).get("success");
  }

  private void isSuccess(String id, boolean value, String source) {
    assertThat(success(id).get("value").asBoolean()).isEqualTo(value);
    assertThat(success(id).get("source").asString()).isEqualTo(source);
  }

  private static String of(String execution, String kind, boolean success, String source) {
    return "{\"executionId\":\"%s\",\"kind\":\"%s\",\"success\":%s,\"source\":\"%s\"}"
        .formatted(execution, kind, success, source);
  }

  @Test
  void theMostBelievedEvidenceDecidesAndAllIsKept() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    isSuccess(run.id(), true, "status");

    assertThat(sent(of(run.id(), "bounced", false, "downstream")).get("state").asString())
        .isEqualTo("attached");
    isSuccess(run.id(), false, "downstream");
    sent(
        """
        {"executionId": "%s", "kind": "rating", "success": true, "source": "person", "comment": "well done",
         "by": "reviewer", "value": 5, "confidence": 0.8}
        """
            .formatted(run.id()));
    isSuccess(run.id(), true, "person");
    assertThat(success(run.id()).get("confidence").asDouble()).isBetween(0.79, 0.81);
    sent(of(run.id(), "complaint", false, "outcome"));
    isSuccess(run.id(), false, "outcome");
    sent(of(run.id(), "note", true, "downstream"));
    isSuccess(run.id(), false, "outcome");

    JsonNode all = asking.get("/api/v1/executions/" + run.id() + "/outcomes");
    assertThat(Asking.texts(all, "kind"))
        .containsExactly("complaint", "rating", "note", "bounced", "status");
    assertThat(all.get("items").get(0).get("best").asBoolean()).isTrue();
    assertThat(all.get("items").get(1).get("best").asBoolean()).isFalse();
    assertThat(all.get("items").get(1).get("comment").asString()).isEqualTo("well done");
    assertThat(all.get("items").get(1).get("value").asInt()).isEqualTo(5);
    assertThat(
            asking
                .getAsReader("/api/v1/executions/" + run.id() + "/outcomes")
                .get("items")
                .get(1)
                .get("comment")
                .isNull())
        .isTrue();
    assertThat(asking.names("success=false")).containsExactly("Writer");
    assertThat(asking.names("success=true")).isEmpty();
  }

  @Test
  void ofOneSourceTheLatestIsBelieved() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    String at = "{\"executionId\":\"%s\",\"kind\":\"k\",\"success\":%s,\"at\":\"%s\"}";
    sent(at.formatted(run.id(), true, now));
    sent(at.formatted(run.id(), false, now.minusSeconds(60)));

    isSuccess(run.id(), true, "outcome");
  }

  @Test
  void whatShowsNothingOfSuccessChangesNothing() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5)).failing();
    asking.send(run);
    sent("{\"executionId\":\"%s\",\"kind\":\"delivered\",\"success\":null}".formatted(run.id()));

    isSuccess(run.id(), false, "status");
  }

  @Test
  void whatARunDeclaresCountsAsItsOutcomeUntilTheWorldSaysMore() {
    JsonNode sent =
        JsonMapper.shared()
            .readTree(
                asking
                    .send(
                        "POST",
                        "/api/v1/executions",
                        "{\"id\":\"d\",\"agent\":\"Writer\",\"success\":false}")
                    .body())
            .get("items")
            .get(0);
    String id = sent.get("executionId").asString();
    isSuccess(id, false, "outcome");
    sent(of(id, "rating", true, "person"));
    isSuccess(id, false, "outcome");
    sent(of(id, "reply_received", true, "outcome"));
    isSuccess(id, true, "outcome");
    assertThat(Asking.texts(asking.get("/api/v1/executions/" + id + "/outcomes"), "id"))
        .contains("declared", "status");
  }

  @Test
  void anOutcomeFindsItsRunByTraceByStepByKeyAndByTheCallersId() {
    SentRun run =
        SentRun.of("Writer", now.minusSeconds(5)).with("metaagent.outcome.key", "crm:lead-42");
    asking.send(run);
    asking.sendBelow(run, "Searcher", 3);
    String child =
        asking.get("/api/v1/executions/" + run.id()).get("children").get(0).get("id").asString();
    asking.send(
        "POST", "/api/v1/executions", "{\"id\":\"mine\",\"agent\":\"Plain\",\"keys\":[\"k-1\"]}");

    assertThat(
            sent("{\"traceId\":\"%s\",\"kind\":\"k\"}".formatted(run.trace()))
                .get("executionId")
                .asString())
        .isEqualTo(run.id());
    assertThat(
            sent("{\"executionId\":\"%s\",\"kind\":\"k\"}".formatted(run.trace()))
                .get("executionId")
                .asString())
        .isEqualTo(run.id());
    assertThat(
            sent(of(run.trace() + "-" + SentRun.spanId(2), "step", true, "outcome"))
                .get("executionId")
                .asString())
        .isEqualTo(run.id());
    assertThat(sent(of(child, "k", true, "outcome")).get("executionId").asString())
        .isEqualTo(child);
    assertThat(sent("{\"key\":\"crm:lead-42\",\"kind\":\"k\"}").get("executionId").asString())
        .isEqualTo(run.id());
    String plain = sent(of("mine", "k", true, "outcome")).get("executionId").asString();
    assertThat(asking.get("/api/v1/executions/" + plain).get("agent").get("name").asString())
        .isEqualTo("Plain");
    assertThat(sent("{\"key\":\"k-1\",\"kind\":\"k\"}").get("executionId").asString())
        .isEqualTo(plain);
  }

  @Test
  void aKeyOfManyRunsMeansTheLastOneThatHadBegun() {
    SentRun early =
        SentRun.of("Early", now.minusSeconds(300)).with("metaagent.outcome.key", "lead");
    SentRun late = SentRun.of("Late", now.minusSeconds(30)).with("metaagent.outcome.key", "lead");
    asking.send(early, late);

    String at = "{\"key\":\"lead\",\"kind\":\"k\",\"at\":\"%s\"}";
    assertThat(sent(at.formatted(now)).get("executionId").asString()).isEqualTo(late.id());
    assertThat(sent(at.formatted(now.minusSeconds(100))).get("executionId").asString())
        .isEqualTo(early.id());
  }

  @Test
  void anOutcomeWaitsForARunThatComesLater() {
    SentRun byId = SentRun.of("Writer", now.minusSeconds(5));
    SentRun byKey = SentRun.of("Keyed", now.minusSeconds(5)).with("metaagent.outcome.key", "later");
    assertThat(sent(of(byId.id(), "bounced", false, "outcome")).get("state").asString())
        .isEqualTo("waiting");
    assertThat(sent("{\"key\":\"later\",\"kind\":\"k\",\"success\":false}").get("state").asString())
        .isEqualTo("waiting");
    assertThat(sent(of("later run", "k", false, "outcome")).get("state").asString())
        .isEqualTo("waiting");

    asking.send(byId, byKey);
    JsonNode plain =
        JsonMapper.shared()
            .readTree(
                asking
                    .send(
                        "POST", "/api/v1/executions", "{\"id\":\"later run\",\"agent\":\"Plain\"}")
                    .body())
            .get("items")
            .get(0);

    isSuccess(byId.id(), false, "outcome");
    isSuccess(byKey.id(), false, "outcome");
    isSuccess(plain.get("executionId").asString(), false, "outcome");
  }

  @Test
  void theSameOutcomeAgainChangesNothingAndACorrectionHolds() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    SentRun other = SentRun.of("Other", now.minusSeconds(5));
    asking.send(run, other);
    String outcome = "{\"id\":\"o-1\",\"executionId\":\"%s\",\"kind\":\"k\",\"success\":%s}";
    sent(outcome.formatted(run.id(), false));
    assertThat(sent(outcome.formatted(run.id(), false)).get("state").asString())
        .isEqualTo("unchanged");
    isSuccess(run.id(), false, "outcome");

    assertThat(sent(outcome.formatted(other.id(), false)).get("executionId").asString())
        .isEqualTo(other.id());
    isSuccess(run.id(), true, "status");
    isSuccess(other.id(), false, "outcome");
    assertThat(sent(of(run.id(), "k", true, "outcome")).get("state").asString())
        .isEqualTo("attached");
    assertThat(sent(of(run.id(), "k", true, "outcome")).get("state").asString())
        .isEqualTo("unchanged");
  }

  @Test
  void evidenceSurvivesWhatComesLaterOfTheTrace() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    sent("{\"traceId\":\"%s\",\"kind\":\"k\",\"success\":false}".formatted(run.trace()));
    asking.sendBelow(run, "Searcher", 3);
    isSuccess(run.id(), false, "outcome");

    String json = "{\"id\":\"r\",\"agent\":\"Plain\",\"revision\":%d,\"output\":\"%s\"}";
    asking.send("POST", "/api/v1/executions", json.formatted(1, "a"));
    String plain = sent(of("r", "k", false, "outcome")).get("executionId").asString();
    asking.send("POST", "/api/v1/executions", json.formatted(2, "b"));
    assertThat(asking.get("/api/v1/executions/" + plain).get("output").asString()).isEqualTo("b");
    isSuccess(plain, false, "outcome");
  }

  @Test
  void numbersAreCountedAgainForTheTimeAtWhichTheRunEnded() throws InterruptedException {
    Instant before = now.minus(Duration.ofHours(30));
    SentRun run = SentRun.of("Writer", before);
    asking.send(run);
    String agent = asking.get("/api/v1/executions/" + run.id()).get("agent").get("id").asString();
    String question =
        "/api/v1/agents/%s/metrics?from=%s&to=%s"
            .formatted(agent, before.minusSeconds(7200), before.plusSeconds(7200));
    Asking.eventually(() -> rate(asking.get(question)) == 1);

    sent(of(run.id(), "refund", false, "outcome"));

    Asking.eventually(() -> rate(asking.get(question)) == 0);
  }

  /// The success rate where one run is counted, -1 where none is.
  private static double rate(JsonNode answer) {
    for (JsonNode point : answer.findPath("points")) {
      if (point.get("executions").asInt() == 1) {
        return point.get("successRate").get("value").asDouble();
      }
    }
    return -1;
  }

  @Test
  void erasingARunErasesItsOutcomes() throws InterruptedException {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5)).with("metaagent.outcome.key", "gone");
    asking.send(run);
    sent("{\"key\":\"gone\",\"kind\":\"k\",\"success\":false}");
    asking.send("DELETE", "/api/v1/executions/" + run.id(), "{\"reason\":\"asked\"}");
    Asking.eventually(() -> asking.raw("/api/v1/executions/" + run.id()).statusCode() == 404);

    assertThat(sent("{\"id\":\"x\",\"key\":\"gone\",\"kind\":\"again\"}").get("state").asString())
        .isEqualTo("waiting");
    asking.send(SentRun.of("Other", now).with("metaagent.outcome.key", "gone"));
    assertThat(Asking.texts(asking.get("/api/v1/executions/" + found() + "/outcomes"), "kind"))
        .containsExactlyInAnyOrder("again", "status");
  }

  private String found() {
    return asking.get("/api/v1/executions").get("items").get(0).get("id").asString();
  }

  @Test
  void whatNamesNoRunIsRefused() {
    for (String wrong :
        new String[] {
          "{\"kind\":\"k\"}",
          "{\"kind\":\"k\",\"key\":\"a\",\"traceId\":\"" + "a".repeat(32) + "\"}",
          "{\"kind\":\"k\",\"traceId\":\"x\"}",
          "{\"key\":\"a\"}",
          "{\"kind\":\"k\",\"key\":\"a\",\"source\":\"rumour\"}",
          "{\"kind\":\"k\",\"key\":\"a\",\"confidence\":2}",
          "{\"kind\":\"k\",\"key\":\"a\",\"at\":\"" + now.plus(Duration.ofDays(2)) + "\"}"
        }) {
      HttpResponse<String> response = asking.send("POST", PATH, wrong);
      assertThat(response.statusCode()).as(wrong).isEqualTo(400);
      assertThat(response.body()).contains("\"errors\":[{");
    }
  }

  @Test
  void textThatCannotBeStoredAsItIsDoesNoHarm() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    JsonNode item =
        sent(
            """
            {"id": "\\u0000\\ud800", "executionId": "%s", "kind": "k\\u0000", "comment": "\\u0000\\ud800", "by": "\\ud800"}
            """
                .formatted(run.id()));

    assertThat(item.get("state").asString()).isEqualTo("attached");
  }

  @Test
  void namesWithPersonalDataStillMeetAndAreNotStored() {
    SentRun run =
        SentRun.of("Writer", now.minusSeconds(5))
            .with("metaagent.outcome.key", "crm:ada.lovelace@mail.example");
    asking.send(run);
    asking.send(
        "POST",
        "/api/v1/executions",
        """
        {"id": "order of bob@mail.example", "agent": "Plain", "keys": ["for eve@mail.example", "k"]}
        """);

    for (String name :
        new String[] {
          "\"key\":\"crm:ada.lovelace@mail.example\"",
          "\"key\":\"for eve@mail.example\"",
          "\"executionId\":\"order of bob@mail.example\""
        }) {
      JsonNode item =
          sent(
              "{%s,\"kind\":\"k\",\"comment\":\"wrote to zoe@mail.example\",\"by\":\"kim@mail.example\"}"
                  .formatted(name));
      assertThat(item.get("state").asString()).as(name).isEqualTo("attached");
    }
    for (String table : new String[] {"execution_outcomes", "outcome_keys", "executions"}) {
      String rows =
          Tenant.call(
              asking.organization(),
              () ->
                  asking
                      .bean(TenantTransactions.class)
                      .read(() ->
                          JdbcClient.create(asking.bean(DataSource.class))
                              .sql("select * from " + table)
                              .query()
                              .listOfRows()
                              .toString()));
      assertThat(rows).as(table).isNotEqualTo("[]").doesNotContain("@mail.example");
    }
  }

  @Test
  void anotherOrganizationsRunIsNotFound() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    new Asking().send(run);

    assertThat(sent(of(run.id(), "k", false, "outcome")).get("state").asString())
        .isEqualTo("waiting");
    assertThat(
            sent(of(UUID.randomUUID().toString(), "k", false, "outcome")).get("state").asString())
        .isEqualTo("waiting");
  }
}
