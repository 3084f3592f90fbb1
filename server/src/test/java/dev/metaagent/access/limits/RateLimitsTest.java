package dev.metaagent.access.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// How often something may be tried, and by whom. The rates are so low that no token comes back
/// while a test runs.
class RateLimitsTest {

  private static final OrganizationId ORGANIZATION = new OrganizationId(new UUID(0, 7));
  private static final String REMOTE = "192.0.2.1";

  private final RateLimits limits =
      new RateLimits(new AccessSettings("server", List.of(), null, null, 1, 3, 100, 1_000));

  private static Principal key(String id) {
    return new Principal(ORGANIZATION, "key " + id, Role.VIEWER, id);
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(e.retryAfter()).isPositive();
            });
  }

  private static void times(int count, Runnable work) {
    for (int i = 0; i < count; i++) {
      work.run();
    }
  }

  @Test
  void oneCallerHasABurstOfItsOwn() {
    times(3, () -> limits.pass(key("a")));
    refused(() -> limits.pass(key("a")));
    assertThatCode(() -> limits.pass(key("b"))).doesNotThrowAnyException();
    assertThatCode(() ->
            limits.pass(
                new Principal(new OrganizationId(new UUID(0, 8)), "key a", Role.VIEWER, "a")))
        .as("the same id in another organization")
        .doesNotThrowAnyException();
  }

  @Test
  void aMemberIsOneCallerWhateverItIsCalled() {
    UUID member = new UUID(0, 9);
    times(
        3,
        () ->
            limits.pass(
                new Principal(
                    ORGANIZATION,
                    "Ada",
                    Role.VIEWER,
                    null,
                    List.of(),
                    member,
                    AuthMethod.PASSWORD)));
    refused(() ->
        limits.pass(
            new Principal(
                ORGANIZATION, "Countess", Role.ADMIN, null, List.of(), member, AuthMethod.JWT)));
  }

  @Test
  void whoeverSitsAtTheMachineIsNotLimited() {
    assertThatCode(() -> times(50, () -> limits.pass(Principal.LOCAL))).doesNotThrowAnyException();
  }

  /// Other addresses have used up the reserve of look-ups that there is for all.
  private void useUpReserve() {
    times(25, () -> limits.wrong("mas_wrong", "203.0.113.9"));
    assertThatThrownBy(() -> times(10_000, () -> limits.mayTry("mas_wrong", "203.0.113.9")))
        .isInstanceOf(MetaAgentException.class);
  }

  @Test
  void tooManyWrongCredentialsOfOneAddressAreRefused() {
    useUpReserve();
    times(25, () -> limits.wrong("mas_wrong", REMOTE));
    refused(() -> times(60, () -> limits.mayTry("mas_other", REMOTE)));
    assertThat(limits.mayTry(REMOTE)).isFalse();
    assertThatCode(() -> limits.mayTry("mas_other", "192.0.2.2")).doesNotThrowAnyException();
  }

  @Test
  void someWrongOnesOfANeighbourDoNotShutOutWhoIsNotKnownYet() {
    times(60, () -> limits.wrong("mas_wrong", REMOTE));
    assertThatCode(() -> limits.mayTry("mas_right", REMOTE)).doesNotThrowAnyException();
  }

  @Test
  void wrongKeysOfOneAddressAreSlowedDown() {
    times(15, () -> limits.wrongKey(REMOTE));
    refused(() -> times(10, () -> limits.wrongKey(REMOTE)));
    assertThatCode(() -> limits.wrongKey("192.0.2.2")).doesNotThrowAnyException();
  }

  @Test
  void allAddressesOfOneIpv6NetworkAreOneSender() {
    for (int i = 0; i < 25; i++) {
      limits.failed("2001:db8:0:7::" + Integer.toHexString(i + 1));
    }
    assertThat(limits.mayTry("2001:db8:0:7:ffff::1")).isFalse();
    assertThat(limits.mayTry("2001:db8:0:8::1")).isTrue();
  }

  @Test
  void aFewWrongOnesAreForgiven() {
    times(15, () -> limits.wrong("ma_wrong", REMOTE));
    assertThatCode(() -> limits.mayTry("ma_other", REMOTE)).doesNotThrowAnyException();
  }

  @Test
  void aCredentialThatWasRightAShortTimeAgoIsNotBlockedByWrongOnesBesideIt() {
    limits.right("ma_right");
    times(25, () -> limits.wrong("ma_wrong", REMOTE));
    assertThatCode(() -> limits.mayTry("ma_right", REMOTE)).doesNotThrowAnyException();
    limits.wrong("ma_right", REMOTE);
    useUpReserve();
    refused(() -> times(60, () -> limits.mayTry("ma_right", REMOTE)));
  }

  @Test
  void oneSignedAddressTakesItsBurst() {
    times(3, () -> limits.passSigned("/hooks/a", REMOTE));
    refused(() -> limits.passSigned("/hooks/a", "192.0.2.2"));
    assertThatCode(() -> limits.passSigned("/hooks/b", REMOTE)).doesNotThrowAnyException();
  }

  @Test
  void aSenderWithAWrongSecretDoesNotSilenceAnotherOfTheSameNetworkAddress() {
    limits.signedAnswered("/hooks/good", REMOTE, 202);
    times(25, () -> limits.signedAnswered("/hooks/bad", REMOTE, 401));
    assertThatCode(() -> limits.passSigned("/hooks/good", REMOTE)).doesNotThrowAnyException();
    useUpReserve();
    refused(() -> {
      for (int i = 0; i < 60; i++) {
        limits.passSigned("/hooks/bad" + i, REMOTE);
      }
    });
  }

  @Test
  void anEventThatOnlyHasWrongFieldsIsNoWrongSignature() {
    times(25, () -> limits.signedAnswered("/hooks/a", REMOTE, 400));
    assertThat(limits.mayTry(REMOTE)).isTrue();
    times(25, () -> limits.signedAnswered("/hooks/a", REMOTE, 404));
    assertThat(limits.mayTry(REMOTE)).isFalse();
  }

  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBucketGivesItsBurstAndThenWhatComesBack() {
    TokenBucket bucket = new TokenBucket(2, 3, 0);
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).as("half a second for one token").isEqualTo(SECOND / 2);
    assertThat(bucket.take(SECOND / 4)).isEqualTo(SECOND / 4);
    assertThat(bucket.take(SECOND / 2)).isZero();
  }

  @Test
  void aBucketHoldsNoMoreThanItsBurst() {
    TokenBucket bucket = new TokenBucket(2, 3, 0);
    long later = 1_000 * SECOND;
    times(3, () -> assertThat(bucket.take(later)).isZero());
    assertThat(bucket.take(later)).isPositive();
  }

  @Test
  void lookingTakesNothingAndATimeThatWasReadEarlierGivesNothingTwice() {
    TokenBucket bucket = new TokenBucket(1, 1, 10 * SECOND);
    assertThat(bucket.open(10 * SECOND)).isTrue();
    assertThat(bucket.open(10 * SECOND)).isTrue();
    assertThat(bucket.take(10 * SECOND)).isZero();
    assertThat(bucket.open(9 * SECOND)).isFalse();
    assertThat(bucket.open(10 * SECOND)).as("the second from 9 to 10 was given").isFalse();
    assertThat(bucket.open(11 * SECOND)).isTrue();
  }
}
