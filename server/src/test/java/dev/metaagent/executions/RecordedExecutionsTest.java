package dev.metaagent.executions;

import static java.time.temporal.ChronoUnit.MICROS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogEntry;
import dev.metaagent.events.LogListener;
import dev.metaagent.events.LogPosition;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the event log says of executions.
class RecordedExecutionsTest {

  /// A row of the first release, as it was stored.
  private static final String VERSION_1 =
      """
      [{"day":"2026-11-20","id":{"trace":{"value":"0af76519-16cd-43dd-8448-eb211c80319c"},"span":7},
      "agent":{"value":"11111111-1111-1111-1111-111111111111"},"parentAgent":null,
      "startedAt":"2026-11-20T10:00:00Z","endedAt":"2026-11-20T10:00:02Z","previousEnd":"2026-11-20T10:00:01Z",
      "previousAgent":{"value":"22222222-2222-2222-2222-222222222222"},"status":2,"success":false,"version":"1.4",
      "promptName":"main","promptVersion":"","model":"gpt-4o","environment":"","durationNanos":2000000000,
      "costNano":1200,"errorType":"Timeout","sessionId":"s-1","packs":{"first":0,"until":2}}]
      """;

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  private ExecutionLog log() {
    return asking.bean(ExecutionLog.class);
  }

  private List<ExecutionRecorded> events() {
    return Tenant.call(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .read(() ->
                    asking
                        .bean(EventLog.class)
                        .since(asking.organization(), now.minusSeconds(60), 100)
                        .stream()
                        .flatMap(entry -> log().executions(entry).stream())
                        .toList()));
  }

  private static LogEntry entry(String type, int version, String payload) {
    return new LogEntry(
        new OrganizationId(UUID.randomUUID()),
        new LogPosition(1, 1),
        LogEntry.WHOLE,
        Instant.EPOCH,
        type,
        version,
        payload);
  }

  @Test
  void anEventSaysAllThatFollowersNeed() {
    asking.send(
        "POST",
        "/api/v1/executions",
        """
        {"id": "run-1", "agent": "Writer", "version": "1.4.0", "environment": "prod", "startedAt": "%s",
         "endedAt": "%s", "sessionId": "s-1", "userId": "u-1", "input": "in", "output": "out",
         "prompt": {"name": "writer", "version": "7"}, "taskClass": "outreach", "arm": "b", "learnings": ["l-1"],
         "steps": [{"kind": "llm", "model": "gpt-4o", "provider": "openai", "durationMs": 900,
           "inputTokens": 1000, "outputTokens": 100, "cacheReadTokens": 400}]}
        """
            .formatted(now.minusSeconds(3), now));

    ExecutionRecorded event = events().getLast();
    assertThat(event.endedNow()).isTrue();
    assertThat(event.before()).isNull();
    assertThat(event.identity().session()).isEqualTo("s-1");
    assertThat(event.identity().user()).isEqualTo("u-1");
    assertThat(event.when().durationNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(event.result().status()).isEqualTo(ExecutionStatus.OK);
    assertThat(event.result().success()).isTrue();
    assertThat(event.result().source()).isEqualTo(EvidenceSource.STATUS);
    assertThat(event.usage().inputTokens()).isEqualTo(1000);
    assertThat(event.usage().cacheReadTokens()).isEqualTo(400);
    assertThat(event.usage().costNano()).isPositive();
    assertThat(event.usage().unpricedCalls()).isZero();
    assertThat(event.dimensions())
        .isEqualTo(
            new ExecutionRecorded.Dimensions(
                "1.4.0",
                "writer",
                "7",
                List.of("gpt-4o"),
                "prod",
                "b",
                null,
                "outreach",
                List.of("l-1"),
                null));
    assertThat(event.packs()).isNotNull();
  }

  @Test
  void anOutcomeOfLaterIsToldApartFromAFailureOfNow() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    asking.send(
        "POST",
        "/api/v1/outcomes",
        "{\"executionId\":\"%s\",\"kind\":\"bounced\",\"success\":false}".formatted(run.id()));

    ExecutionRecorded event = events().getLast();

    assertThat(event.endedNow()).isFalse();
    assertThat(event.result().success()).isFalse();
    assertThat(event.result().source()).isEqualTo(EvidenceSource.OUTCOME);
    assertThat(event.result().confidence()).isEqualTo(1);
    assertThat(event.result().decidedAt()).isAfter(event.when().endedAt());
    assertThat(event.before()).isNotNull();
    assertThat(event.before().success()).isTrue();
    assertThat(event.before().endedAt())
        .isEqualTo(requireNonNull(event.when().endedAt()).truncatedTo(MICROS));
  }

  @Test
  void theErrorOfAnEventIsTheErrorOfTheRow() {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5)).failing();
    asking.send(run);

    JsonNode row = asking.get("/api/v1/executions/" + run.id()).get("error");
    ExecutionRecorded.Failure event = events().getLast().result().error();

    assertThat(event).isNotNull();
    assertThat(event.type()).isEqualTo(row.get("type").asString(null));
    assertThat(event.message()).isEqualTo(row.get("message").asString(null));
  }

  @Test
  void anErasedExecutionIsToldAsGone() throws InterruptedException {
    SentRun run = SentRun.of("Writer", now.minusSeconds(5));
    asking.send(run);
    asking.send("DELETE", "/api/v1/executions/" + run.id(), "{\"reason\":\"test\"}");

    Asking.eventually(() -> events().size() > 1);

    ExecutionRecorded event = events().getLast();
    assertThat(event.when().endedAt()).isNull();
    assertThat(event.before()).isNotNull();
    assertThat(event.before().status()).isEqualTo(ExecutionStatus.OK);
  }

  @Test
  void entriesOfTheFirstReleaseAreRead() {
    ExecutionRecorded event = log().executions(entry("executions", 1, VERSION_1)).getFirst();

    assertThat(event.id().toString())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c-0000000000000007");
    assertThat(event.result().status()).isEqualTo(ExecutionStatus.ERROR);
    assertThat(event.result().source()).isNull();
    assertThat(event.result().error()).isEqualTo(new ExecutionRecorded.Failure("Timeout", null));
    assertThat(event.dimensions().promptVersion()).isNull();
    assertThat(event.dimensions().models()).containsExactly("gpt-4o");
    assertThat(event.before()).isNotNull();
    assertThat(event.before().agent().toString()).startsWith("22222222");
    assertThat(event.before().endedAt()).isEqualTo(Instant.parse("2026-11-20T10:00:01Z"));
    assertThat(event.packs()).isEqualTo(new ExecutionRecorded.Packs(0, 2));
    assertThat(event.endedNow()).isFalse();
  }

  @Test
  void entriesOfOtherTypesAreNotForExecutionsAndANewerVersionIsSetAside() {
    assertThat(log().executions(entry("findings", 1, "[{}]"))).isEmpty();
    assertThatThrownBy(() -> log().executions(entry("executions", 99, "[{}]")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aListenerThatFailsOrSleepsDoesNotTouchTheAcknowledgement() {
    EventLog events = asking.bean(EventLog.class);
    LogListener bad =
        organization -> {
          if (organization.equals(asking.organization())) {
            pause();
            throw new AssertionError("a listener that fails");
          }
        };
    events.listen(bad);
    try {
      long begun = System.nanoTime();
      HttpResponse<String> response =
          asking.send("POST", "/api/v1/executions", "{\"id\":\"1\",\"agent\":\"Tiny\"}");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    } finally {
      events.stopListening(bad);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
