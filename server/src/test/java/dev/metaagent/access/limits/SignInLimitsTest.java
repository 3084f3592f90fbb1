package dev.metaagent.access.limits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.members.PeopleSettings;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Who guesses passwords is slowed down, and nobody else.
class SignInLimitsTest {

  private static final String ADA = "ada@x.example";
  private static final String HERE = "192.0.2.1";

  private final SignInLimits limits =
      new SignInLimits(
          new PeopleSettings("admin@localhost", false, Duration.ofDays(1), Duration.ofDays(1), 12));

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.code())
                    .isEqualTo(ErrorCode.RATE_LIMITED));
  }

  private static void allowed(ThrowingCallable call) {
    assertThatCode(call).doesNotThrowAnyException();
  }

  private void guesses(int count, String email, String remote) {
    for (int i = 0; i < count; i++) {
      limits.guess(email, remote, null);
    }
  }

  @Test
  void attemptsAreLimitedByNetwork() {
    for (int i = 0; i < 12; i++) {
      limits.guess("person" + i + "@x.example", HERE, null);
    }
    refused(() -> limits.guess(ADA, HERE, null));
    refused(() -> limits.attempt(HERE));
    allowed(() -> limits.attempt("192.0.2.2"));
  }

  @Test
  void attemptsForOneAccountAreLimitedByNetworkUntilOneSucceeds() {
    guesses(10, ADA, HERE);
    refused(() -> limits.guess(ADA, HERE, null));
    allowed(() -> limits.guess(ADA, "198.51.100.1", null));
    limits.right(ADA, "198.51.100.1", null);
    refused(() -> limits.guess(ADA, HERE, null));
  }

  @Test
  void whoSignsInStartsAfresh() {
    guesses(9, ADA, HERE);
    limits.right(ADA, HERE, null);
    allowed(() -> guesses(2, ADA, HERE));
  }

  @Test
  void attemptsForOneAccountAreLimitedOverAllNetworks() {
    for (int i = 0; i < 100; i++) {
      limits.guess(ADA, "203.0.113." + i, null);
    }
    refused(() -> limits.guess(ADA, "198.51.100.1", null));
    allowed(() -> limits.guess("bob@x.example", "198.51.100.1", null));
  }

  @Test
  void aKnownBrowserHasAttemptsOfItsOwn() {
    for (int i = 0; i < 100; i++) {
      limits.guess(ADA, "203.0.113." + i, null);
    }
    for (int i = 0; i < 10; i++) {
      allowed(() -> limits.guess(ADA, HERE, "a known browser"));
    }
    refused(() -> limits.guess(ADA, HERE, "a known browser"));
    allowed(() -> limits.guess(ADA, HERE, "another known browser"));
  }
}
