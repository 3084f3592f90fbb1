package dev.metaagent.govern.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metaagent.access.BodySettings;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.govern.policy.PolicyCache;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/// How many streams may be open.
class PolicyStreamsTest {

  private final PolicyStreams streams =
      new PolicyStreams(
          new PolicyCache(),
          new BodySettings(10, DataSize.ofBytes(0), DataSize.ofGigabytes(1), Duration.ofSeconds(1)),
          new PolicyStreamSettings(3, 2),
          new SimpleMeterRegistry());
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());

  PolicyStreamsTest() {
    streams.start();
  }

  private static Principal of(OrganizationId organization, String key) {
    return new Principal(organization, "the same name", Role.AGENT, key);
  }

  private void refused(Principal caller, String why) {
    MetaAgentException refused =
        catchThrowableOfType(MetaAgentException.class, () -> streams.acquire(caller));
    assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(refused).hasMessageContaining(why);
  }

  @Test
  void aKeyHasALimitBelowThatOfItsOrganization() {
    Principal one = of(organization, "one");
    Principal two = of(organization, "two");
    streams.acquire(one);
    streams.acquire(one);
    refused(one, "This key has its 2 open streams");
    streams.acquire(two);
    refused(two, "The organization has its 3 open streams");
    streams.release(one);
    streams.acquire(two);
    refused(of(organization, "three"), "The organization has its 3 open streams");
    streams.release(two);
    streams.release(two);
    streams.acquire(one);
    refused(one, "This key has its 2 open streams");
  }

  @Test
  void theNodeHasALimitForAllTogether() {
    for (int i = 0; i < 5; i++) {
      streams.acquire(of(new OrganizationId(UUID.randomUUID()), "one"));
    }
    refused(of(organization, "one"), "This node has its 5 open streams");
  }

  @Test
  void aPersonCountsByNameAndNotWithAnother() {
    Principal person = new Principal(organization, "A", Role.DEVELOPER, null);
    Principal other = new Principal(organization, "B", Role.DEVELOPER, null);
    streams.acquire(person);
    streams.acquire(person);
    refused(person, "This key has its 2");
    assertThatCode(() -> streams.acquire(other)).doesNotThrowAnyException();
  }
}
