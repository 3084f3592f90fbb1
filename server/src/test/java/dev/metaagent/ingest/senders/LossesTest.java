package dev.metaagent.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantSql;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is said about records of durable telemetry that did not arrive.
class LossesTest {

  private static final TestServer SERVER = TestServer.remote();
  private static final Senders SENDERS = SERVER.bean(Senders.class);
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final String instance = UUID.randomUUID().toString();
  private OrganizationId organization = OrganizationId.LOCAL;
  private String key = "";

  @BeforeEach
  void anOrganization() {
    organization = TestKeys.organization(SERVER);
    key = TestKeys.key(SERVER, organization, KeyScope.AGENT);
  }

  private HttpResponse<String> send(TestServer node, Map<String, String> headers) {
    String body =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s","spanId":"00000000000000a1",
        "name":"invoke_agent Numbered","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},
        {"key":"gen_ai.agent.name","value":{"stringValue":"Numbered"}}]}]}]}]}
        """
            .formatted(
                UUID.randomUUID().toString().replace("-", ""),
                start.getEpochSecond() * 1_000_000_000 - 1_000_000_000,
                start.getEpochSecond() * 1_000_000_000);
    HttpRequest.Builder request =
        node.request("/v1/traces")
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return node.send(request);
  }

  private void send(TestServer node, String range, int dropped) {
    HttpResponse<String> answer =
        send(
            node,
            Map.of(
                "MetaAgent-Sdk",
                "python/1.0",
                "MetaAgent-Instance",
                instance,
                "MetaAgent-Sequence",
                range,
                "MetaAgent-Dropped",
                Integer.toString(dropped)));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private void send(String range) {
    send(SERVER, range, 0);
  }

  private void received(Instant at, long... ranges) {
    List<SentRecords> records = new ArrayList<>();
    for (int i = 0; i < ranges.length; i += 2) {
      records.add(
          new SentRecords(UUID.fromString(instance), "python/1.0", ranges[i], ranges[i + 1], 0));
    }
    Tenant.run(organization, () -> SENDERS.received(records, at));
  }

  private List<LossReport> losses(Instant at) {
    return Tenant.call(organization, () -> SENDERS.losses(at, null, null)).items();
  }

  private List<LossReport> lossesInTwoMinutes() {
    return losses(Instant.now().plus(Duration.ofMinutes(2)));
  }

  private List<LossReport.LostRange> gaps() {
    return lossesInTwoMinutes().stream().flatMap(loss -> loss.gaps().stream()).toList();
  }

  private static LossReport.LostRange gap(long first, long last) {
    return LossReport.LostRange.of(first, last);
  }

  @Test
  void recordsThatAllArrivedAreNoLoss() {
    send("1-3");
    send("4-4");
    send("5-20");
    assertThat(lossesInTwoMinutes()).isEmpty();
  }

  @Test
  void aRecordBetweenOthersThatDoesNotComeIsMissingAfterAMinute() {
    send("1-3");
    send("6-9");
    assertThat(losses(Instant.now())).as("it may still be on its way").isEmpty();
    assertThat(lossesInTwoMinutes())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.gaps()).containsExactly(gap(4, 5));
          assertThat(loss.missing()).isEqualTo(2);
          assertThat(loss.received()).isEqualTo(7);
          assertThat(loss.instance()).isEqualTo(instance);
          assertThat(loss.sdk()).isEqualTo("python/1.0");
        });
  }

  @Test
  void aGapThatIsFilledLaterIsGone() {
    send("1-3");
    send("6-9");
    assertThat(gaps()).containsExactly(gap(4, 5));
    send("5-5");
    assertThat(gaps()).containsExactly(gap(4, 4));
    send("4-4");
    assertThat(lossesInTwoMinutes()).isEmpty();
  }

  @Test
  void theSameRecordsTwiceAndInAnyOrderAreCountedOnce() {
    send("7-9");
    send("1-3");
    send("7-9");
    send("2-8");
    assertThat(lossesInTwoMinutes()).isEmpty();
    send("11-11");
    assertThat(lossesInTwoMinutes().getFirst().received()).isEqualTo(10);
  }

  @Test
  void requestsAtTheSameTimeOverTwoNodesAreAllKnown() {
    List<CompletableFuture<Void>> requests =
        LongStream.rangeClosed(1, 24)
            .filter(number -> number != 13)
            .mapToObj(number ->
                CompletableFuture.runAsync(() ->
                    send(number % 2 == 0 ? SERVER : TestServer.local(), number + "-" + number, 0)))
            .toList();
    requests.forEach(CompletableFuture::join);
    assertThat(gaps()).containsExactly(gap(13, 13));
  }

  @Test
  void droppedRecordsAreToldApartFromMissingOnes() {
    send(SERVER, "1-5", 4);
    send(SERVER, "6-8", 0);
    assertThat(lossesInTwoMinutes())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.dropped()).as("the most it said").isEqualTo(4);
          assertThat(loss.missing()).isZero();
          assertThat(loss.gaps()).isEmpty();
        });
  }

  @Test
  void whatIsMissingBeforeTheFirstMayBeElsewhere() {
    send("11-12");
    assertThat(gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.atStart()).isTrue();
          assertThat(gap.records()).isEqualTo(10);
        });
  }

  @Test
  void aProcessThatKeepsSendingIsJudgedUpToAMinuteAgo() {
    received(start, 1, 10);
    received(start.plusSeconds(50), 21, 30);
    received(start.plusSeconds(70), 41, 50);
    assertThat(losses(start.plusSeconds(71))).as("21 came 21 s ago").isEmpty();
    received(start.plusSeconds(140), 51, 51);
    assertThat(losses(start.plusSeconds(141)).getFirst().gaps())
        .containsExactly(gap(11, 20), gap(31, 40));
  }

  @Test
  void ofVeryManyGapsTheNewestAreKept() {
    for (int part = 0; part < 20; part++) {
      long[] ranges = new long[40];
      for (int i = 0; i < 20; i++) {
        ranges[2 * i] = ranges[2 * i + 1] = 2L * (part * 20 + i) + 1;
      }
      received(start, ranges);
    }
    LossReport loss = losses(start.plusSeconds(120)).getFirst();
    assertThat(loss.gaps()).hasSizeBetween(100, 256);
    assertThat(loss.gaps().getLast()).isEqualTo(gap(798, 798));
    assertThat(loss.judgedFrom()).isGreaterThan(200).isLessThan(loss.gaps().getFirst().first());

    received(start, 2, 2);
    assertThat(losses(start.plusSeconds(120)).getFirst().gaps())
        .as("an old record makes no gap")
        .isEqualTo(loss.gaps());
  }

  @ParameterizedTest
  @CsvSource({
    "not-an-id,1-5",
    "1-1-1-1-1,1-5",
    ",1-5",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,5-1",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,0-1",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,-1-3",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,1",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,1-9999999999999",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,99999999999999999999-99999999999999999999",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,1-1000000",
    "5f1d7a52-51cb-4f0f-9a52-1f5a4a3a0001,'1-2,5-6'",
  })
  void headersThatMeanNothingAreIgnoredAndTheTelemetryIsStored(@Nullable String id, String range) {
    Map<String, String> headers =
        id == null
            ? Map.of("MetaAgent-Sequence", range)
            : Map.of("MetaAgent-Instance", id, "MetaAgent-Sequence", range);
    assertThat(send(SERVER, headers).statusCode()).isEqualTo(200);
    assertThat(lossesInTwoMinutes()).isEmpty();
    JsonNode runs = TestServer.json(get("/api/v1/executions", KeyScope.READ));
    assertThat(runs.get("items")).hasSize(1);
  }

  private HttpResponse<String> get(String path, KeyScope scope) {
    String reader = TestKeys.key(SERVER, organization, scope);
    return SERVER.send(SERVER.request(path).header("Authorization", "Bearer " + reader).GET());
  }

  @Test
  void aCountOfDroppedRecordsThatMeansNothingLeavesTheRange() {
    Map<String, String> headers =
        Map.of(
            "MetaAgent-Instance", instance,
            "MetaAgent-Sequence", "3-4",
            "MetaAgent-Dropped", "many");
    assertThat(send(SERVER, headers).statusCode()).isEqualTo(200);
    LossReport loss = lossesInTwoMinutes().getFirst();
    assertThat(loss.dropped()).isZero();
    assertThat(loss.sdk()).isEqualTo("unknown");
  }

  @Test
  void lossesAreListedWithTheAgentsOfTheProcess() {
    send("1-3");
    send("6-9");
    HttpResponse<String> policy =
        SERVER.send(
            SERVER
                .request("/api/v1/agents/Numbered/policy")
                .header("Authorization", "Bearer " + key)
                .header("MetaAgent-Instance", instance)
                .header("MetaAgent-Sdk", "python/1.0")
                .GET());
    assertThat(policy.statusCode()).isEqualTo(200);
    passTwoMinutes();

    JsonNode loss =
        Eventually.get(
                () -> TestServer.json(get("/api/v1/connect/losses", KeyScope.READ)).get("items"),
                items -> !items.isEmpty() && !items.get(0).get("agents").isEmpty())
            .get(0);
    assertThat(loss.get("missing").asInt()).isEqualTo(2);
    assertThat(loss.get("gaps").get(0).get("first").asLong()).isEqualTo(4);
    assertThat(loss.get("gaps").get(0).get("atStart").asBoolean()).isFalse();
    assertThat(loss.get("agents").get(0).get("name").asString()).isEqualTo("Numbered");
    assertThat(get("/api/v1/connect/losses?cursor=x", KeyScope.READ).statusCode()).isEqualTo(400);
  }

  /// As if everything had arrived two minutes earlier.
  private void passTwoMinutes() {
    change(
        "seen_at = seen_at - interval '2 minutes', marked_at = marked_at - interval '2 minutes'");
  }

  private void change(String what) {
    TenantSql sql = new TenantSql(SERVER.bean(DataSource.class));
    Tenant.run(
        organization,
        () ->
            SERVER
                .bean(TenantTransactions.class)
                .write(() ->
                    sql.sql(
                            "update telemetry_senders set "
                                + what
                                + " where organization_id = :organization")
                        .update()));
  }

  @Test
  void aPageContinuesWhereTheOneBeforeEnded() {
    for (int i = 0; i < 3; i++) {
      SentRecords records = new SentRecords(UUID.randomUUID(), "python/1.0", 5, 5, 0);
      Tenant.run(organization, () -> SENDERS.received(List.of(records), start));
    }
    Instant later = start.plusSeconds(120);
    Page<LossReport> first = Tenant.call(organization, () -> SENDERS.losses(later, null, 2));
    Page<LossReport> second =
        Tenant.call(organization, () -> SENDERS.losses(later, first.nextCursor(), 2));
    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    assertThat(second.nextCursor()).isNull();
    assertThatThrownBy(() -> Tenant.call(organization, () -> SENDERS.losses(null, 0)))
        .isInstanceOf(MetaAgentException.class);
  }

  @Test
  void aProcessIsForgottenAfterThirtyDaysOfSilence() {
    send("1-3");
    send("6-9");
    change("seen_at = seen_at - interval '29 days'");
    assertThat(Tenant.call(organization, SENDERS::removeOld)).isZero();
    change("seen_at = seen_at - interval '2 days'");
    assertThat(Tenant.call(organization, SENDERS::removeOld)).isOne();
    assertThat(lossesInTwoMinutes()).isEmpty();
  }

  @Test
  void anotherOrganizationSeesNothingOfIt() {
    send("1-3");
    send("6-9");
    organization = TestKeys.organization(SERVER);
    assertThat(lossesInTwoMinutes()).isEmpty();
  }
}
