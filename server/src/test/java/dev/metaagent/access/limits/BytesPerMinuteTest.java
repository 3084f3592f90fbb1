package dev.metaagent.access.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.BodySettings;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BytesPerMinuteTest {

  private final BytesPerMinute limits =
      new BytesPerMinute(
          new BodySettings(
              0, DataSize.ofBytes(0), DataSize.ofMegabytes(60), Duration.ofSeconds(60)));

  private static Principal key(String id) {
    return new Principal(new OrganizationId(new UUID(0, 7)), "key " + id, Role.INGEST, id);
  }

  @Test
  void aKeyThatSentTooManyBytesWaitsUntilTheyAreMadeUpFor() {
    long mebibyte = 1024 * 1024;
    for (int i = 0; i < 60; i++) {
      limits.check(key("a"));
      limits.spend(key("a"), mebibyte);
    }
    limits.spend(key("a"), 30 * mebibyte);
    assertThatThrownBy(() -> limits.check(key("a")))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            refused -> {
              assertThat(refused.code().status()).isEqualTo(429);
              assertThat(refused.retryAfter())
                  .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(31));
            });
    assertThatCode(() -> limits.check(key("b"))).doesNotThrowAnyException();
  }

  @Test
  void whoeverSitsAtTheMachineIsNotLimited() {
    limits.spend(Principal.LOCAL, Long.MAX_VALUE);
    assertThatCode(() -> limits.check(Principal.LOCAL)).doesNotThrowAnyException();
  }
}
