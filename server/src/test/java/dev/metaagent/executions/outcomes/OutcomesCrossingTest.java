package dev.metaagent.executions.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.Outcome;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs and their outcomes that arrive at the same moment.
class OutcomesCrossingTest {

  private static final int RUNS = 40;

  private final Asking asking = new Asking();

  @Test
  void everyOutcomeFindsItsRunWhicheverIsFaster() throws InterruptedException {
    Instant started = Clock.systemUTC().instant().minusSeconds(5);
    List<SentRun> runs = new ArrayList<>();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      SentRun run = SentRun.of("Writer", started).with("metaagent.outcome.key", "key-" + i);
      String names =
          i % 2 == 0 ? "\"key\":\"key-" + i + "\"" : "\"executionId\":\"" + run.id() + "\"";
      runs.add(run);
      senders.add(Thread.ofVirtual().unstarted(() -> asking.send(run)));
      senders.add(
          Thread.ofVirtual()
              .unstarted(() ->
                  asking.send(
                      "POST",
                      "/api/v1/outcomes",
                      "{%s,\"kind\":\"bounced\",\"success\":false}".formatted(names))));
    }
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      sender.join();
    }
    asking.bean(OutcomeWriter.class).attachCrossed();

    for (SentRun run : runs) {
      JsonNode success = asking.get("/api/v1/executions/" + run.id()).get("success");
      assertThat(success.get("value").asBoolean()).as(success.toString()).isFalse();
      assertThat(success.get("source").asString()).isEqualTo("outcome");
    }
  }

  @Test
  void anOutcomeThatWasKeptButNotAttachedIsTakenUpAgain() {
    SentRun run = SentRun.of("Writer", Clock.systemUTC().instant().minusSeconds(5));
    asking.send(run);
    Evidence evidence =
        new Evidence(
            "left",
            "bounced",
            false,
            EvidenceSource.OUTCOME,
            1.0,
            null,
            null,
            null,
            Clock.systemUTC().instant(),
            Clock.systemUTC().instant());
    Tenant.run(
        asking.organization(),
        () ->
            asking
                .bean(TenantTransactions.class)
                .write(() -> {
                  TraceId trace = TraceId.parse(run.trace());
                  return asking
                      .bean(OutcomeStore.class)
                      .write(
                          new Outcome(evidence, trace, 0, null),
                          trace,
                          0,
                          LocalDate.of(2026, 1, 1));
                }));
    assertThat(asking.names("success=false")).isEmpty();

    asking.bean(OutcomeWriter.class).attachCrossed();

    assertThat(asking.names("success=false")).containsExactly("Writer");
  }
}
