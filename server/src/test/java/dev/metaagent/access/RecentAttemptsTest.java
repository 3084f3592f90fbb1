package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The last attempts to send telemetry, for whoever wonders why nothing comes in.
class RecentAttemptsTest {

  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-03-04T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final Hand clock = new Hand();
  private final RecentAttempts attempts = new RecentAttempts(clock, (_, text) -> text);
  private final OrganizationId organization = new OrganizationId(new UUID(0, 1));

  private void attempt(int status, String path, @Nullable Long spans) {
    attempts.record(
        organization,
        new IngestAttempt(
            clock.now,
            status,
            "POST",
            path,
            4318,
            "192.0.2.1",
            "sdk",
            spans,
            1,
            null,
            null,
            Credential.Kind.OURS,
            null));
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  @Test
  void attemptsThatDifferOnlyInTimeAreOneWithACount() {
    attempt(200, "/v1/traces", 3L);
    pass(Duration.ofSeconds(5));
    attempt(200, "/v1/traces", 4L);
    attempt(200, "/v1/traces", null);

    assertThat(attempts.recent(organization)).hasSize(1);
    IngestAttempt merged = attempts.recent(organization).getFirst();
    assertThat(merged.count()).isEqualTo(3);
    assertThat(merged.spans()).isEqualTo(7);
    assertThat(merged.at()).isEqualTo(clock.now);
  }

  @Test
  void spansThatNobodyCouldReadAreUnknown() {
    attempt(400, "/v1/traces", null);
    attempt(400, "/v1/traces", null);
    assertThat(attempts.recent(organization).getFirst().spans()).isNull();
  }

  @Test
  void theNewestComesFirstAndOldOnesAreForgotten() {
    attempt(401, "/v1/traces", null);
    pass(Duration.ofMinutes(6));
    attempt(200, "/v1/traces", 1L);
    assertThat(attempts.recent(organization))
        .extracting(IngestAttempt::status)
        .containsExactly(200, 401);
    pass(Duration.ofMinutes(4));
    assertThat(attempts.recent(organization))
        .extracting(IngestAttempt::status)
        .containsExactly(200);
  }

  @Test
  void atMostFiftyAreKeptAndOneThatComesAgainStays() {
    attempt(404, "/again", null);
    for (int i = 0; i < 60; i++) {
      attempt(404, "/x" + i, null);
      attempt(404, "/again", null);
    }
    assertThat(attempts.recent(organization)).hasSize(50);
    assertThat(attempts.recent(organization))
        .extracting(IngestAttempt::path)
        .contains("/again", "/x59")
        .doesNotContain("/x0");
  }

  @Test
  void noOrganizationSeesTheAttemptsOfAnother() {
    attempt(200, "/v1/traces", 1L);
    assertThat(attempts.recent(new OrganizationId(new UUID(0, 2)))).isEmpty();
  }
}
