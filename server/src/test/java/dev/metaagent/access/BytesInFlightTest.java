package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BytesInFlightTest {

  private static final long MIB = 1024 * 1024;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BytesInFlight inFlight = new BytesInFlight(64 * MIB, 96 * MIB, meters);

  private double used() {
    return meters.get("metaagent.bodies.in.flight.bytes").gauge().value();
  }

  private static void refused(Runnable taking, ErrorCode code) {
    assertThatThrownBy(taking::run)
        .isInstanceOfSatisfying(
            MetaAgentException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void whatARequestTookIsFreeAgainAfterIt() {
    try (BytesInFlight.Share share = inFlight.share()) {
      share.take(MIB);
      share.take(10 * MIB);
      assertThat(used()).isEqualTo(11 * MIB);
    }
    assertThat(used()).isZero();
  }

  @Test
  void aRequestBeyondTheBoundIsRefusedWithATimeToComeBack() {
    try (BytesInFlight.Share large = inFlight.share();
        BytesInFlight.Share other = inFlight.share()) {
      large.take(50 * MIB);
      assertThatThrownBy(() -> other.take(20 * MIB))
          .isInstanceOfSatisfying(
              MetaAgentException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INTAKE_FULL);
                assertThat(e.retryAfter()).isNotNull();
              });
      assertThat(meters.get("metaagent.bodies.refused").counter().count()).isOne();
      assertThat(used()).isEqualTo(50 * MIB);
    }
  }

  @Test
  void largeRequestsLeaveRoomForSmallOnes() {
    try (BytesInFlight.Share large = inFlight.share();
        BytesInFlight.Share small = inFlight.share()) {
      large.take(90 * MIB);
      small.take(MIB / 10);
      assertThat(used()).isEqualTo(90 * MIB + MIB / 10);
    }
  }

  @Test
  void oneRequestLargerThanTheBoundIsServedAloneAndOneLargerThanTheHeapNever() {
    try (BytesInFlight.Share share = inFlight.share()) {
      share.take(90 * MIB);
      refused(() -> share.take(10 * MIB), ErrorCode.PAYLOAD_TOO_LARGE);
    }
    assertThat(used()).isZero();
  }

  @Test
  void ofLargeRequestsThatWaitForEachOtherTheOldestIsServed() throws Exception {
    BytesInFlight.Share oldest = inFlight.share();
    BytesInFlight.Share other = inFlight.share();
    oldest.take(28 * MIB);
    other.take(28 * MIB);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> oldest.take(20 * MIB), Thread::startVirtualThread);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try (other) {
                refused(() -> other.take(20 * MIB), ErrorCode.INTAKE_FULL);
              }
            },
            Thread::startVirtualThread);
    second.get(8, TimeUnit.SECONDS);
    first.get(8, TimeUnit.SECONDS);
    oldest.close();
    assertThat(used()).isZero();
  }

  @Test
  void aRequestWaitsAShortTimeForAnotherToEnd() throws Exception {
    BytesInFlight.Share first = inFlight.share();
    first.take(56 * MIB);
    try (BytesInFlight.Share second = inFlight.share()) {
      CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> second.take(40 * MIB));
      Thread.sleep(50);
      assertThat(taken).isNotDone();
      first.close();
      taken.get(5, TimeUnit.SECONDS);
    }
  }
}
