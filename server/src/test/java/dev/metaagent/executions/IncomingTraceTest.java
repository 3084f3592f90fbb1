package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The small values that telemetry becomes on its way to the database.
class IncomingTraceTest {

  private static final TraceId TRACE = new TraceId(new UUID(7, 7));
  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
  private static final IncomingTrace.Pack PACK = new IncomingTrace.Pack(1, 0, new byte[0]);
  private static final IncomingTrace.Key KEY = new IncomingTrace.Key("k", 1, Instant.EPOCH);

  @Test
  void partsOfATraceBecomeOneWhoseSpansAndLogsNameTheirOwnPacks() {
    IncomingTrace both = part(1, DAY).plus(part(2, DAY));

    assertThat(both.packs()).hasSize(4);
    assertThat(both.spans()).extracting(IncomingTrace.Span::pack).containsExactly(1, 3);
    assertThat(both.logs()).extracting(IncomingTrace.LogLine::pack).containsExactly(1, 3);
    assertThat(both.keys()).containsExactly(KEY, KEY);
    assertThat(both.spanIds()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(both.prepared()).extracting(PreparedSpan::id).containsExactly(1L, 2L);
  }

  @Test
  void partsOfTwoDaysAreFiledUnderTheEarlier() {
    LocalDate earlier = DAY.minusDays(1);

    assertThat(part(1, DAY).plus(part(2, earlier)).day()).isEqualTo(earlier);
    assertThat(part(1, earlier).plus(part(2, DAY)).day()).isEqualTo(earlier);
  }

  @Test
  void logRecordsThatSayNothingOfARunDoNotTell() {
    assertThat(part(1, DAY).factualLogs()).isFalse();
    assertThat(IncomingTrace.nothing(TRACE, DAY).factualLogs()).isFalse();
  }

  @Test
  void textIsCutToItsColumnButNotThroughACharacter() {
    assertThat(ColumnText.to(null, 3)).isNull();
    assertThat(ColumnText.to("abc", 3)).isEqualTo("abc");
    assertThat(ColumnText.to("abcd", 3)).isEqualTo("abc");
    assertThat(ColumnText.to("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    assertThat(ColumnText.to("a\uD83D\uDE00b", 3)).isEqualTo("a\uD83D\uDE00");
  }

  @Test
  void timesKeepTheirNanosecondsAlsoBefore1970() {
    for (long nanos : new long[] {0, 1, -1, 1_790_000_000_123_456_789L, -1_500_000_000L}) {
      assertThat(EpochNanos.nanos(EpochNanos.instant(nanos))).isEqualTo(nanos);
    }
    assertThat(EpochNanos.instant(-1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
  }

  @Test
  void theHigherRevisionIsNewerAndOfOneNumberTheOneThatEndsLater() {
    Revision revision = new Revision(1, 5, 100);

    assertThat(revision.newerThan(4, 900)).isTrue();
    assertThat(revision.newerThan(5, 99)).isTrue();
    assertThat(revision.newerThan(5, 100)).isFalse();
    assertThat(revision.newerThan(6, 0)).isFalse();
    assertThat(revision.state()).isNull();
    revision.became(Revision.State.REPLACED);
    assertThat(revision.state()).isEqualTo(Revision.State.REPLACED);
  }

  @Test
  void everyStatusHasItsCodeAndOnlyOkAndErrorSayWhetherItSucceeded() {
    for (ExecutionStatus status : ExecutionStatus.values()) {
      assertThat(ExecutionStatus.ofCode(status.code())).isEqualTo(status);
      assertThat(ExecutionStatus.ofWire(status.wire())).isEqualTo(status);
    }
    assertThat(ExecutionStatus.OK.success()).isTrue();
    assertThat(ExecutionStatus.ERROR.success()).isFalse();
    assertThat(ExecutionStatus.RUNNING.success()).isNull();
    assertThat(ExecutionStatus.UNKNOWN.success()).isNull();
    assertThatThrownBy(() -> ExecutionStatus.ofCode(9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static IncomingTrace part(long span, LocalDate day) {
    return new IncomingTrace(
        TRACE,
        day,
        List.of(new IncomingTrace.Span(Steps.step(span, 0, "agent_step", null), 1)),
        List.of(new IncomingTrace.LogLine(new UUID(1, span), span, Instant.EPOCH, null, null, 1)),
        List.of(PACK, PACK),
        List.of(KEY),
        null);
  }
}
